using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse.StandIn;

/// <summary>The stand-in keeps what clients rely on in the HTTP interface of ClickHouse.</summary>
public sealed class StandInTests : IAsyncLifetime
{
    // Those that a parser of SQL text, or of lines, would trip over.
    private static readonly byte[][] Values =
        [[], [0], "\n"u8.ToArray(), "\n\n;\n\0\xff"u8.ToArray(), ";\nSELECT 1;\n"u8.ToArray(), "' \\ \" `"u8.ToArray(), [.. Enumerable.Range(0, 256).Select(static i => (byte)i)]];

    private readonly ClickHouseTestDatabase _database = new();
    private StandInClient _client = null!; // set before each test

    public async Task InitializeAsync()
    {
        _client = await StandInClient.OfAsync(_database);
        await _client.QueryAsync(
            "CREATE TABLE t (number UInt64, text String) ENGINE = MergeTree ORDER BY number SETTINGS non_replicated_deduplication_window = 100");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Insert_AnyBytes_ComeBackAsTheyWere(string? coding)
    {
        var rows = Rows(Values);
        using var insert = await _client.PostAsync(Body(rows, coding), [("query", "INSERT INTO t (number, text) FORMAT RowBinary")]);
        insert.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await _client.PostAsync(
            new StringContent("SELECT number, text FROM t ORDER BY number FORMAT RowBinary"),
            [("enable_http_compression", "1")],
            headers => headers.AcceptEncoding.ParseAdd(coding ?? "identity"));

        answer.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
        (await DecodeAsync(answer.Content, coding)).ShouldBe(rows);
    }

    [Fact]
    public async Task Insert_StatementAndDataInTheBody_ComeBackAsTheyWere()
    {
        var rows = Rows(Values);
        using var insert = await _client.PostAsync(Body([.. "INSERT INTO t (number, text) FORMAT RowBinary\n"u8, .. rows], null), []);
        insert.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await _client.GetAsync(("query", "SELECT * FROM t ORDER BY number"), ("default_format", "RowBinary"));

        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task Insert_SameTokenTwice_IsStoredOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            using var insert = await _client.PostAsync(
                Body(Rows(Values), null), [("query", "INSERT INTO t FORMAT RowBinary"), ("insert_deduplication_token", "once")]);
            insert.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await _client.QueryAsync("SELECT count() FROM t")).ShouldBe($"{Values.Length}\n");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parameters_AnyText_AreValuesAndNothingElse(bool inForm)
    {
        // As a field of the TSV format has it; of an array, as its literal has it.
        (string, string)[] values = [("param_text", @"it's \\ \n\t{x:String} ; DROP TABLE t --"), ("param_list", @"['it\'s','\\','\n']"), ("param_number", "7")];
        const string Sql = "SELECT {text:String} AS text, {list:Array(String)} AS list, {number:Nullable(UInt64)} AS number FORMAT JSONEachRow";
        using var form = new MultipartFormDataContent { { new StringContent(Sql), "query" } };
        foreach (var (name, value) in values)
        {
            form.Add(new StringContent(value), name);
        }

        using var answer = inForm ? await _client.PostAsync(form, []) : await _client.SendAsync(Sql, values);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            """{"text":"it's \\ \n\t{x:String} ; DROP TABLE t --","list":["it's","\\","\n"],"number":7}""" + "\n");
    }

    [Theory]
    [InlineData(128 * 1024, true)]
    [InlineData((128 * 1024) + 1, false)]
    public async Task Parameter_LongerThanAServerTakes_IsRefused(int length, bool isTaken)
    {
        using var form = new MultipartFormDataContent { { new StringContent("SELECT length({p:String})"), "query" }, { new StringContent(new string('x', length)), "param_p" } };

        using var answer = await _client.PostAsync(form, []);

        (await answer.Content.ReadAsStringAsync()).ShouldStartWith(isTaken ? $"{length}\n" : "Poco::Exception. Code: 1000");
    }

    [Fact]
    public async Task Settings_OfOneRequest_AreNotThoseOfTheNext()
    {
        const string Sql = "SELECT getSetting('max_threads'), {p:String}";
        (await _client.QueryAsync(Sql, ("max_threads", "3"), ("param_p", "x"))).ShouldBe("3\tx\n");

        (await _client.QueryAsync("SELECT getSetting('max_threads')")).ShouldNotBe("3\n");
        using var answer = await _client.SendAsync(Sql);
        CodeOf(answer).ShouldBe("456");
    }

    [Theory]
    [InlineData("SELECT * FROM nothing", HttpStatusCode.NotFound, "60")]
    [InlineData("SELEC 1", HttpStatusCode.BadRequest, "62")]
    [InlineData("SELECT 1; SELECT 2", HttpStatusCode.BadRequest, "62")]
    [InlineData("SELECT throwIf(1)", HttpStatusCode.InternalServerError, "395")]
    [InlineData("SELECT sleep(0.1) FROM numbers(3) SETTINGS max_execution_time = 0.05, max_block_size = 1", HttpStatusCode.RequestTimeout, "159")]
    [InlineData("INSERT INTO t FORMAT RowBinary\nx", HttpStatusCode.InternalServerError, "33")]
    public async Task Error_HasItsCodeAndStatus(string sql, HttpStatusCode status, string code)
    {
        using var answer = await _client.SendAsync(sql);

        answer.StatusCode.ShouldBe(status);
        CodeOf(answer).ShouldBe(code);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith($"Code: {code}. DB::Exception: ");
    }

    [Fact]
    public async Task Get_StatementThatWrites_IsRefused()
    {
        using var answer = await _client.GetAsync(("query", "DROP TABLE t"));

        CodeOf(answer).ShouldBe("164");
    }

    [Fact]
    public async Task Kill_StatementThatRuns_EndsIt()
    {
        var slow = _client.SendAsync("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 5", ("query_id", "slow-one"));
        while (await _client.QueryAsync("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'") == "0\n")
        {
            slow.IsCompleted.ShouldBeFalse();
        }

        await _client.QueryAsync("KILL QUERY WHERE query_id = {id:String}", ("param_id", "slow-one"));

        using var answer = await slow;
        CodeOf(answer).ShouldBe("394");
    }

    [Fact]
    public async Task Requests_AtOnce_DoNotMixTheirAnswers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _client.QueryAsync("SELECT {n:UInt64}, sum(number) FROM numbers(100000)", ("param_n", $"{i}"))));

        answers.ShouldBe(Enumerable.Range(0, 40).Select(static i => $"{i}\t4999950000\n"));
    }

    [Fact]
    public async Task Credentials_AreLookedAt()
    {
        await using var server = await ClickHouseServer.StartAsync("reader", "secret");
        using var client = new StandInClient(server.Address, "default");

        (await StatusAsync("secret")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("wrong")).ShouldBe(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> StatusAsync(string password)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader:{password}"));
            using var answer = await client.PostAsync(new StringContent("SELECT 1"), [], headers => headers.Authorization = new AuthenticationHeaderValue("Basic", pair));
            return answer.StatusCode;
        }
    }

    private static string CodeOf(HttpResponseMessage answer) => answer.Headers.GetValues("X-ClickHouse-Exception-Code").Single();

    private static byte[] Rows(byte[][] texts)
    {
        using var rows = new MemoryStream();
        using var writer = new BinaryWriter(rows);
        for (var i = 0; i < texts.Length; i++)
        {
            writer.Write((ulong)i);
            writer.Write7BitEncodedInt(texts[i].Length);
            writer.Write(texts[i]);
        }

        writer.Flush();
        return rows.ToArray();
    }

    private static ByteArrayContent Body(byte[] data, string? coding)
    {
        using var encoded = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionMode.Compress, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionMode.Compress, leaveOpen: true),
            _ => new BufferedStream(encoded),
        })
        {
            stream.Write(data);
        }

        var body = new ByteArrayContent(encoded.ToArray());
        if (coding is not null)
        {
            body.Headers.ContentEncoding.Add(coding);
        }

        return body;
    }

    private static async Task<byte[]> DecodeAsync(HttpContent content, string? coding)
    {
        await using var body = await content.ReadAsStreamAsync();
        await using Stream decoded = coding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var data = new MemoryStream();
        await decoded.CopyToAsync(data);
        return data.ToArray();
    }
}
