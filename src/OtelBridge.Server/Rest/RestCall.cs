using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Server.Workspaces;

namespace OtelBridge.Server.Rest;

/// <summary>One call while it is answered: its parameters, the services, and the object that the answer is.</summary>
internal sealed class RestCall(HttpContext context, RestFields fields, RestServices services, RestAnswer answer, int maxRequestSize, RequestMemory.Share held)
{
    private readonly HttpContext _context = context;
    private readonly RestAnswer _answer = answer;

    /// <summary>The parameters, from the query or the body.</summary>
    public RestFields Fields { get; } = fields;

    public RestServices Services { get; } = services;

    /// <summary>Gets people, permissions and keys; only for endpoints that are there where callers are asked who they are.</summary>
    public AccessService Access => Services.Access ?? throw new InvalidOperationException("There is no authentication here.");

    /// <summary>Gets the audit log; only for endpoints that are there where one is kept.</summary>
    public AuditLog Audit => Services.Audit ?? throw new InvalidOperationException("There is no audit log here.");
    /// <summary>Gets workspaces; only for endpoints that are there where there are some.</summary>
    public WorkspaceService Workspaces => Services.Workspaces ?? throw new InvalidOperationException("There are no workspaces here.");

    public CancellationToken CancellationToken => _context.RequestAborted;

    /// <summary>Writes the fields of the answer; the object around them is already open.</summary>
    public Utf8JsonWriter Json => _answer.Json;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => _context.Request.RouteValues[name] as string ?? string.Empty;

    /// <summary>Sends what is written once it is much. To be called between the items of a long answer, so that it is never whole in memory.</summary>
    public ValueTask SendLargeAsync() => _answer.SendLargeAsync();

    /// <summary>Answers with a file to save rather than with JSON for programs.</summary>
    public void AnswerAsFile(string name)
    {
        _answer.ContentType = "text/plain";
        _context.Response.Headers.ContentDisposition = $"attachment; filename={name}";
    }

    /// <summary>Answers with a file of rows rather than with an object; gives where they are written.</summary>
    public IBufferWriter<byte> AnswerWithRows(string contentType, string name)
    {
        _context.Response.Headers.ContentDisposition = $"attachment; filename={name}";
        return _answer.BeginText(contentType);
    }

    /// <summary>Reads the body as it is, within the limit of every request.</summary>
    public Task<T> ReadFileAsync<T>(Func<ReadOnlySequence<byte>, T> parse) =>
        RequestBody.ReadAsync(_context.Request, maxRequestSize, held, parse, CancellationToken);
}
