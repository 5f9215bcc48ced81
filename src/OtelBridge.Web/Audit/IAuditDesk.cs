using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.Audit;

/// <summary>The audit log, to read. Only there where one is kept.</summary>
internal interface IAuditDesk
{
    /// <summary>Reads a page of it, the newest first.</summary>
    /// <param name="parameter">Gives what is asked, by the names of the REST API: <c>who</c>, <c>action</c>, <c>about</c>, <c>outcome</c>, <c>from</c>, <c>to</c>, <c>page_token</c>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="InvalidFilterException">Something that is asked cannot be read; the message says what.</exception>
    /// <exception cref="InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<AuditEntry>> SearchAsync(Func<string, string?> parameter, CancellationToken cancellationToken);
}
