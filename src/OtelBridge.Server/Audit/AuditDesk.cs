using OtelBridge.Grpc;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Web.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>The audit log as the page reads it: what REST reads.</summary>
internal sealed class AuditDesk(AuditLog log, TimeProvider time) : IAuditDesk
{
    public Task<Page<AuditEntry>> SearchAsync(Func<string, string?> parameter, CancellationToken cancellationToken)
    {
        try
        {
            return log.SearchAsync(AuditQueryText.Read(parameter, time.GetUtcNow()), cancellationToken);
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.InvalidArgument)
        {
            throw new InvalidFilterException(e.Message);
        }
    }
}
