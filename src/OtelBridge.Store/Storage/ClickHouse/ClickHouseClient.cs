using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Speaks with a ClickHouse server over its HTTP interface: values are bound by the server, rows go in RowBinary.</summary>
/// <remarks>
/// <para>An answer is whole or a fault: the server holds it back until the statement is done (<c>wait_end_of_query</c>).</para>
/// <para>A statement that is cancelled here, or takes too long, is ended there by its id.</para>
/// </remarks>
internal sealed class ClickHouseClient : IDisposable
{
    // Answers are held whole: pages of records, or the spans of a few traces.
    private const int MaxAnswerBytes = 1024 * 1024 * 1024;

    private const int MaxConnections = 32;
    private const string ExceptionCodeHeader = "X-ClickHouse-Exception-Code";

    // Subqueries ask the shard that they run on, which has all of a trace. Inserts wait until the shards have them. Everybody writes to and reads from the first replica of a
    // shard that answers, so that what was written is seen. One trace is looked for on its shard alone.
    private const string ClusterSettings =
        "&distributed_product_mode=local&distributed_foreground_insert=1&load_balancing=in_order&prefer_localhost_replica=0&optimize_skip_unused_shards=1";

    private const string KillSql = "KILL QUERY WHERE query_id = {id:String} ASYNC";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Beyond the time that the server is told, for the way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ClickHouseAddress _address;
    private readonly HttpClient _http;
    private readonly bool _marksPartial;

    public ClickHouseClient(ClickHouseAddress address)
        : this(address, Connect(address), marksPartial: false)
    {
    }

    private ClickHouseClient(ClickHouseAddress address, HttpClient http, bool marksPartial)
    {
        _address = address;
        _http = http;
        _marksPartial = marksPartial;
    }

    public ClickHouseAddress Address => _address;

    public void Dispose() => _http.Dispose();

    /// <summary>Gives this client for answers to others: where the address allows it they may lack what a shard that is away has, and that is noted (<see cref="PartialAnswer"/>).</summary>
    /// <remarks>Whatever is read to write something else must be whole, and takes this client as it is.</remarks>
    public ClickHouseClient ForAnswers() => new(_address, _http, _address.AllowsPartial);

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <exception cref="ClickHouseException">The server refuses it.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">The server takes too long.</exception>
    public Task ExecuteAsync(string sql, ClickHouseValues? values, CancellationToken cancellationToken) => SendAsync(sql, values, [], cancellationToken);

    /// <summary>Runs a SELECT and reads its rows.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public async Task<List<T>> QueryAsync<T>(string sql, ClickHouseValues? values, Func<RowBinaryReader, T> read, CancellationToken cancellationToken)
    {
        var reader = new RowBinaryReader(await ReadAsync($"{sql}\nFORMAT RowBinary", values, cancellationToken).ConfigureAwait(false));
        var rows = new List<T>(); // bounded by the statement's LIMIT, and by MaxAnswerBytes
        while (reader.HasMore)
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Inserts rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, in the order of the values.</param>
    /// <param name="rows">The rows; nothing is sent when there are none.</param>
    /// <param name="token">What makes a repeated insert of the same rows one.</param>
    /// <param name="cancellationToken">Ends the wait; what became of the rows is not known then.</param>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task InsertAsync(string table, string columns, RowBinaryWriter rows, string token, CancellationToken cancellationToken) => rows.Rows == 0
        ? Task.CompletedTask
        : SendAsync($"INSERT INTO {table} ({columns}) FORMAT RowBinary", rows.Written, InsertSettings(token), cancellationToken);

    private static HttpClient Connect(ClickHouseAddress address)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = MaxConnections,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a name may move to another server
            AutomaticDecompression = address.IsCompressed ? DecompressionMethods.GZip : DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        {
            BaseAddress = address.Endpoint,
            Timeout = Timeout.InfiniteTimeSpan, // each statement has its own
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        http.DefaultRequestHeaders.Add("X-ClickHouse-User", address.User);
        http.DefaultRequestHeaders.Add("X-ClickHouse-Key", address.Password);
        return http;
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static string NewQueryId() => $"otelbridge-{Guid.NewGuid():N}";

    // Whole if it can be had: an answer that is not marked lacks nothing.
    private async Task<byte[]> ReadAsync(string sql, ClickHouseValues? values, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(sql, values, [], cancellationToken).ConfigureAwait(false);
        }
        catch (ClickHouseException e) when (_marksPartial && ClickHouseErrors.IsShardMissing(e) && PartialAnswer.TryNote())
        {
            return await SendAsync(sql, values, [("skip_unavailable_shards", "1")], cancellationToken).ConfigureAwait(false);
        }
    }

    private List<(string Name, string Value)> InsertSettings(string token)
    {
        // Spans of any age may come in one request, so of many days.
        List<(string, string)> settings =
        [
            ("insert_deduplication_token", token),
            ("deduplicate_blocks_in_dependent_materialized_views", "1"), // one that failed after its rows were stored, and before its view was told, tells it now
            ("max_partitions_per_insert_block", "0"),
            ("async_insert", "0"),
        ];
        if (_address.Quorum is { } quorum)
        {
            settings.Add(("insert_quorum", quorum));
            settings.Add(("insert_quorum_timeout", Milliseconds(_address.Timeout)));
        }

        return settings;
    }

    private Task<byte[]> SendAsync(string sql, ClickHouseValues? values, List<(string Name, string Value)> settings, CancellationToken cancellationToken)
    {
        var form = new MultipartFormDataContent { { new StringContent(sql), "query" } };
        foreach (var (name, text) in values?.All ?? [])
        {
            form.Add(new StringContent(text), $"param_{name}");
        }

        return SendAsync(form, settings, cancellationToken);
    }

    private Task<byte[]> SendAsync(string sql, ReadOnlyMemory<byte> body, List<(string Name, string Value)> settings, CancellationToken cancellationToken) =>
        SendAsync(_address.IsCompressed ? Compressed(body) : new ReadOnlyMemoryContent(body), [("query", sql), .. settings], cancellationToken);

    private async Task<byte[]> SendAsync(HttpContent content, List<(string Name, string Value)> settings, CancellationToken cancellationToken)
    {
        var id = NewQueryId();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_address.Timeout + Grace);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(id, settings)) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await FaultAsync(response, timeout.Token).ConfigureAwait(false);
            }

            return await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = KillAsync(id);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"ClickHouse has not answered within {_address.Timeout.TotalSeconds:0} seconds.");
        }
    }

    private string Path(string queryId, List<(string Name, string Value)> settings)
    {
        var path = new StringBuilder("?wait_end_of_query=1&precise_float_parsing=1&max_query_size=4194304&max_ast_elements=500000&database=")
            .Append(Uri.EscapeDataString(_address.Database))
            .Append("&query_id=").Append(queryId)
            .Append("&max_execution_time=").Append(Seconds(_address.Timeout));
        if (_address.IsCompressed)
        {
            path.Append("&enable_http_compression=1");
        }

        if (_address.Cluster is not null)
        {
            path.Append(ClusterSettings).Append("&distributed_ddl_task_timeout=").Append(Seconds(_address.Timeout));
        }

        foreach (var (name, value) in settings)
        {
            path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return path.ToString();
    }

    private static async Task<ClickHouseException> FaultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int MostText = 2048;
        var text = (await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).Trim();
        var code = response.Headers.TryGetValues(ExceptionCodeHeader, out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new ClickHouseException(code, response.StatusCode, text.Length > MostText ? text[..MostText] : text);
    }

    private static ByteArrayContent Compressed(ReadOnlyMemory<byte> body)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        var content = new ByteArrayContent(target.GetBuffer(), 0, (int)target.Length);
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    // Nobody waits for it: a server that does not answer ends the statement by its own limit.
    private async Task KillAsync(string queryId)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Grace);
            using var form = new MultipartFormDataContent { { new StringContent(KillSql), "query" }, { new StringContent(queryId), "param_id" } };
            using var response = await _http.PostAsync($"?wait_end_of_query=0&database={Uri.EscapeDataString(_address.Database)}", form, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // As said.
        }
    }
}
