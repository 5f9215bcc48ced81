using System.Text;
using OtelBridge.ClickHouseEngine.Chdb;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>A statement as the HTTP interface takes it.</summary>
internal sealed class QueryRequest
{
    private const string ParameterPrefix = "param_";

    // What http_max_field_value_size is when nobody has raised it; of the URL and of forms.
    private const int LongestValue = 128 * 1024;

    // What the HTTP interface itself understands; every other name is a setting. Those that ask for what the stand-in does not have are read and ignored.
    private static readonly HashSet<string> OwnNames =
    [
        "query", "database", "default_format", "query_id", "user", "password", "quota_key", "session_id", "session_timeout", "session_check",
        "close_session", "stacktrace", "buffer_size", "wait_end_of_query", "compress", "decompress", "client_protocol_version", "role",
    ];

    private QueryRequest(IReadOnlyDictionary<string, string> values, ReadOnlyMemory<byte> body, HttpRequest request)
    {
        if (values.Values.Any(static value => value.Length > LongestValue))
        {
            throw new EngineException(1000, "Poco::Exception. Code: 1000, e.code() = 0, HTML Form Exception: Field value too long");
        }

        Credentials = Credentials.Read(request, values);
        Query = values.GetValueOrDefault("query", string.Empty);
        Body = body;
        QueryId = values.TryGetValue("query_id", out var id) && id.Length > 0 ? id : Guid.NewGuid().ToString();
        Database = values.GetValueOrDefault("database", request.Headers["X-ClickHouse-Database"].ToString());
        Format = values.GetValueOrDefault("default_format", request.Headers["X-ClickHouse-Format"].ToString()) is { Length: > 0 } format ? format : "TabSeparated";
        Parameters = values.Where(static value => value.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal))
            .ToDictionary(static value => value.Key[ParameterPrefix.Length..], static value => value.Value);
        Settings = values.Where(static value => !value.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal) && !OwnNames.Contains(value.Key))
            .ToDictionary(static value => value.Key, static value => value.Value);
        IsReadOnly = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        Coding = Settings.GetValueOrDefault("enable_http_compression", "0") is "1" or "true"
            ? ContentCoding.Accepted(request.Headers.AcceptEncoding.ToString())
            : null;
        Insert = InsertText.Find(Query, body);
    }

    public Credentials Credentials { get; }

    /// <summary>The statement of the URL or the form; empty when it is the body.</summary>
    public string Query { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string QueryId { get; }

    public string Database { get; }

    public string Format { get; }

    public IReadOnlyDictionary<string, string> Parameters { get; }

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>GET may not change anything.</summary>
    public bool IsReadOnly { get; }

    /// <summary>How the answer is to be compressed.</summary>
    public string? Coding { get; }

    /// <summary>The statement when it is an INSERT with data.</summary>
    public InsertText? Insert { get; }

    /// <summary>The statement as people read it.</summary>
    public string Text => Insert is { } insert ? $"{insert.Sql} FORMAT {insert.Format}" : Encoding.UTF8.GetString(Sql.Span);

    /// <summary>The statement and, when it is no INSERT that was taken apart, what follows it.</summary>
    public ReadOnlyMemory<byte> Sql => Insert is { } insert ? Bytes(insert.Sql) : Query.Length == 0 ? Body : Body.IsEmpty ? Bytes(Query) : Bytes(Query + "\n", Body);

    public static async Task<QueryRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var values = request.Query.ToDictionary(static value => value.Key, static value => value.Value[^1] ?? string.Empty);
        if (values.GetValueOrDefault("decompress", "0") == "1" || values.GetValueOrDefault("compress", "0") == "1")
        {
            throw EngineException.Create(48, "NOT_IMPLEMENTED", "The stand-in knows the compression of HTTP alone, not that of ClickHouse.");
        }

        request.Body = ContentCoding.Decoding(request.Body, request.Headers.ContentEncoding.ToString());
        if (request.HasFormContentType && request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)) // has one, see before
        {
            var form = await request.ReadFormAsync(cancellationToken);
            if (form.Files.Count > 0)
            {
                throw EngineException.Create(48, "NOT_IMPLEMENTED", "The stand-in has no external tables.");
            }

            foreach (var (name, value) in form)
            {
                values[name] = value[^1] ?? string.Empty;
            }

            return new QueryRequest(values, ReadOnlyMemory<byte>.Empty, request);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return new QueryRequest(values, body.GetBuffer().AsMemory(0, (int)body.Length), request);
    }

    private static byte[] Bytes(string text, ReadOnlyMemory<byte> rest = default) => [.. Encoding.UTF8.GetBytes(text), .. rest.Span];
}
