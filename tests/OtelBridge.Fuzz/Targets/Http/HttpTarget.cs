using System.Globalization;
using System.Text;
using System.Text.Json;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Otlp;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Requests to one listener of the whole server, on a store that keeps what earlier ones left. It always answers, and never with a fault of its own.</summary>
internal abstract class HttpTarget : FuzzTarget
{
    /// <summary>Ids that the seeds store, and some that nobody did.</summary>
    protected static readonly string[] Values =
    [
        "tr-a0000000000000000000000000000001", "a0000000000000000000000000000001", "0", "1", "2", "tr-x", "a-1", "b000000000000001", "color", "%F0%9F%98%80", "%2e%2e", "x%2Fy", "99999999999999999999", "-1", "traces.json",
    ];

    private const int RequestsOfOneStore = 2500;

    private ServerInMemory? _server;
    private int _requests;

    public override int InputsInTests => 200;

    public override bool CanGrow => false;

    public override long AllowedBytes(int length) => (128L << 20) + (20_000L * length);

    protected abstract ListenerRole Listener { get; }

    /// <summary>Gets the routes, each with a method.</summary>
    protected abstract IEnumerable<(string Method, string Path)> Routes { get; }

    public override string Run(ReadOnlySpan<byte> input)
    {
        if (_server is null || ++_requests % RequestsOfOneStore == 0)
        {
            Reset();
        }

        var request = RequestText.Parse(input);
        if (IsEndless(request))
        {
            return "endless";
        }

        var (answer, route) = _server!.AnswerAsync(request, Listener).GetAwaiter().GetResult(); // Reset made one
        if (_server.Errors.Take() is { } error)
        {
            throw error;
        }

        Promise(answer.StatusCode is < 500 or 501 or 503 or 504, string.Create(CultureInfo.InvariantCulture, $"The answer is no fault: {answer.StatusCode}"));
        Check(answer);
        return string.Create(CultureInfo.InvariantCulture, $"{(request.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" ? request.Method : "other")} {route} {answer.StatusCode} {Result(answer)}");
    }

    public override byte[]? Vary(byte[] input, Random random)
    {
        var routes = Routes.ToList();
        var (method, path) = routes[random.Next(routes.Count)];
        var request = RequestText.Parse(input);
        var target = Filled(path, random);
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        return Text(method, query < 0 ? target : target + request.Target[query..], request.Headers, request.Body.Span);
    }

    public override void Reset()
    {
        _server?.Dispose();
        _server = new ServerInMemory();
        foreach (var request in SpanSeeds.Requests)
        {
            _server.AnswerAsync(
                new RequestText("POST", "/v1/traces", [("content-type", "application/json")], OtlpJsonWriter.WriteRequest(request).ToArray()), ListenerRole.Http).GetAwaiter().GetResult();
        }
    }

    public override void Dispose()
    {
        _server?.Dispose();
        base.Dispose();
    }

    /// <summary>Checks the body of an answer.</summary>
    protected virtual void Check(HttpAnswer answer)
    {
        if (answer.Headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal) && answer.Bytes.Length > 0)
        {
            try
            {
                using var document = JsonDocument.Parse(answer.Bytes, new JsonDocumentOptions { MaxDepth = 1000 });
            }
            catch (JsonException)
            {
                Promise(false, "An answer of JSON is JSON.");
            }
        }
    }

    protected static byte[] Text(string method, string target, IEnumerable<(string Name, string Value)> headers, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{method} {target}\n{string.Concat(headers.Select(static header => $"{header.Name}: {header.Value}\n"))}\n"), .. body];

    protected static byte[] Text(string method, string target, string body = "") => Text(method, target, body.Length == 0 ? [] : [("content-type", "application/json")], Encoding.UTF8.GetBytes(body));

    // Gives each part of a route that is a place for a value one.
    private static string Filled(string path, Random random)
    {
        var text = new StringBuilder();
        for (var at = 0; at < path.Length;)
        {
            var end = path[at] == '{' ? path.IndexOf('}', at) : -1;
            text.Append(end > 0 ? Values[random.Next(Values.Length)] : path[at].ToString());
            at = end > 0 ? end + 1 : at + 1;
        }

        return text.ToString();
    }

    // Streams of events go on until their reader goes.
    private static bool IsEndless(RequestText request) => request.Target.Contains("/live", StringComparison.OrdinalIgnoreCase);

    private static string Result(HttpAnswer answer) => answer.StatusCode switch
    {
        < 300 => answer.Bytes.Length switch { 0 => "empty", < 20 => "short", _ => "some" },
        400 => string.Join(' ', Encoding.UTF8.GetString(answer.Bytes.Span[..Math.Min(answer.Bytes.Length, 120)]).Split(' ').Take(2)),
        _ => "",
    };
}
