using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OtelBridge.ClickHouseEngine.Chdb;
using OtelBridge.ClickHouseEngine.Faults;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>Runs the statements that come over HTTP, and lets go wrong what a test has asked for.</summary>
internal sealed partial class QueryEndpoint(Engine engine, Credentials user, FaultList faults, SentStatements statements, CancellationToken stopping)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RunAsync(context, await QueryRequest.ReadAsync(context.Request, context.RequestAborted));
        }
        catch (EngineException e)
        {
            await WriteErrorAsync(context, e);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task RunAsync(HttpContext context, QueryRequest request)
    {
        context.Response.Headers["X-ClickHouse-Query-Id"] = request.QueryId;
        context.Response.Headers["X-ClickHouse-Server-Display-Name"] = "stand-in";
        context.Response.Headers["X-ClickHouse-Timezone"] = "UTC";
        if (request.Credentials != user)
        {
            throw EngineException.Create(
                516, "AUTHENTICATION_FAILED", $"{request.Credentials.User}: Authentication failed: password is incorrect, or there is no user with such name.");
        }

        var text = request.Text;
        statements.Add(request.Database, new SentStatement(text, request.QueryId, request.Settings, request.Insert?.Data.Length ?? 0));
        var fault = faults.Hit(request.Database, text);
        if (fault is not null && !await BeforeAsync(context, fault))
        {
            return;
        }

        // Goes on when the client has left, as in ClickHouse.
        var result = await engine.UseAsync(connection => Execute(connection, request, text), stopping);
        var body = request.Coding is { } coding ? ContentCoding.Encode(result.Data, coding) : result.Data;
        if (fault is not null && !await AfterAsync(context, fault, body))
        {
            return;
        }

        context.Response.Headers["X-ClickHouse-Format"] = request.Format;
        context.Response.Headers["X-ClickHouse-Summary"] =
            string.Create(CultureInfo.InvariantCulture, $"{{\"read_rows\":\"{result.RowsRead}\",\"written_rows\":\"{result.RowsWritten}\"}}");
        if (request.Coding is not null)
        {
            context.Response.Headers.ContentEncoding = request.Coding;
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static EngineResult Execute(EngineConnection connection, QueryRequest request, string text)
    {
        // As a server has it; the library takes "1 + 1" for a statement.
        connection.Set("implicit_select", "0");
        foreach (var (name, value) in request.Settings)
        {
            connection.Set(SettingName().IsMatch(name) ? name : throw EngineException.Create(115, "UNKNOWN_SETTING", $"Unknown setting '{name}'."), value);
        }

        if (ClusterStandIn.IsMeant(request))
        {
            text = ClusterStandIn.Prepare(connection, request, text);
        }

        // The library gives each statement an id of its own; by the comment it is found again.
        connection.Set("log_comment", request.QueryId);
        if (request.Database.Length > 0)
        {
            connection.UseDatabase(request.Database);
        }

        if (request.IsReadOnly)
        {
            connection.Set("readonly", "2");
        }

        if (request.Insert is { } insert)
        {
            return connection.Insert(request.Sql.Span, insert.Format, request.Parameters, insert.Data.Span);
        }

        if (request.Body.Length < 100_000 && connection.CountStatements(request.Sql.Span) > 1)
        {
            throw EngineException.Create(62, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed)");
        }

        var sql = text.TrimStart().StartsWith("KILL QUERY", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetBytes(QueryIdColumn().Replace(text, "Settings['log_comment']"))
            : ClusterStandIn.IsMeant(request) ? Encoding.UTF8.GetBytes(text)
            : request.Sql;
        return connection.Run(sql.Span, request.Format, request.Parameters);
    }

    // Whether the statement is still to be run.
    private async Task<bool> BeforeAsync(HttpContext context, ActiveFault fault)
    {
        switch (fault.Fault.Kind)
        {
            case FaultKind.Refuse:
                context.Abort();
                return false;
            case FaultKind.Hold:
                await fault.HoldAsync(stopping);
                return true;
            case FaultKind.Fail:
                throw Planted(fault.Fault.Error);
            case FaultKind.Answer:
                await context.Response.WriteAsync(fault.Fault.Body, context.RequestAborted);
                return false;
            default:
                return true;
        }
    }

    // Whether the answer is still to be sent.
    private async Task<bool> AfterAsync(HttpContext context, ActiveFault fault, byte[] body)
    {
        switch (fault.Fault.Kind)
        {
            case FaultKind.Lose:
                if (fault.Fault.Delay is not null)
                {
                    await fault.HoldAsync(stopping);
                }

                context.Abort();
                return false;
            case FaultKind.CutOff:
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return false;
            case FaultKind.FailLate:
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
                await context.Response.WriteAsync(TextOf(Planted(fault.Fault.Error)), context.RequestAborted);
                return false;
            default:
                return true;
        }
    }

    private static EngineException Planted(EngineError error) =>
        EngineException.Create((int)error, WordBegin().Replace(error.ToString(), "_$0").ToUpperInvariant(), "A test has asked for it.");

    private string TextOf(EngineException error) => $"{error.Message} (version {engine.Version} (official build))\n";

    private async Task WriteErrorAsync(HttpContext context, EngineException error)
    {
        context.Response.StatusCode = ExceptionStatus.Of(error.Code);
        context.Response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        context.Response.ContentType = "text/plain; charset=UTF-8";
        await context.Response.WriteAsync(TextOf(error), context.RequestAborted);
    }

    [GeneratedRegex(@"\A\w+\z")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"\bquery_id\b(?=\s*(=|IN\b))", RegexOptions.IgnoreCase)]
    private static partial Regex QueryIdColumn();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordBegin();
}
