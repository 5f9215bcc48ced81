using OtelBridge.Grpc;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Security;

/// <summary>Scopes of keys as people write them.</summary>
internal static class ScopeNames
{
    private static readonly (string Name, AccessScopes Scope)[] Names =
        [("ingest", AccessScopes.Ingest), ("read", AccessScopes.Read), ("write", AccessScopes.Write), ("admin", AccessScopes.Admin)];

    /// <summary>Gives the scopes that are set, one by one.</summary>
    public static IEnumerable<(string Name, AccessScopes Scope)> Of(AccessScopes scopes) => Names.Where(pair => scopes.HasFlag(pair.Scope));

    /// <summary>Reads names.</summary>
    /// <exception cref="GrpcException">There is no such scope.</exception>
    public static AccessScopes Read(IEnumerable<string> names) => names.Aggregate(AccessScopes.None, static (all, name) => all | Read(name));

    private static AccessScopes Read(string name) => Names.FirstOrDefault(pair => pair.Name == name) is { Name: not null, Scope: var scope }
        ? scope
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"'{name}' is not a scope; these are: ingest, read, write, admin.");
}
