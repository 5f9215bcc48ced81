using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>Says whose request follows, behind the door where callers say who they are; and sends spans away unread where nothing of them could be stored.</summary>
/// <remarks>Where nobody is asked who they are, callers are told apart by their address.</remarks>
internal sealed class QuotaGate(RequestDelegate next, Quotas quotas, CurrentCaller? current = null)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var rule = context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>();
        var scopes = rule?.ScopesOf(context) ?? AccessScopes.None;
        if (rule is null || scopes == AccessScopes.None)
        {
            await next(context);
            return;
        }

        try
        {
            var workspace = await quotas.OpenWorkspaceAsync(current?.Value.Workspace ?? WorkspaceName.Default, context.RequestAborted);
            var request = quotas.Begin(await OpenAsync(context), workspace);
            if (scopes == AccessScopes.Ingest)
            {
                // In protobuf at least as much is in a body as is announced; of JSON that cannot be said.
                var isProtobuf = OtlpEncoding.Of(context.Request.ContentType) == OtlpEncoding.Protobuf;
                quotas.Expect(request, isProtobuf ? context.Request.ContentLength : null);
            }

            await next(context);
        }
        catch (QuotaExceededException e) when (!context.Response.HasStarted)
        {
            await rule.RefuseAsync(context, Fault.From(e)); // here, and of an endpoint that has no words of its own for it
        }
    }

    private ValueTask<QuotaAccount> OpenAsync(HttpContext context)
    {
        if (current is { Value: var caller })
        {
            // A person may be called what a key is called here.
            return quotas.OpenAsync(caller.PersonName is null ? caller.Name : SubjectOfPerson(caller), caller.Name, caller.Quota, context.RequestAborted);
        }

        var address = context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
        return quotas.OpenAsync($"address {address}", $"address {address}", Quota.None, context.RequestAborted);
    }

    private static string SubjectOfPerson(Caller caller) => $"person {caller.PersonName}";
}
