using OtelBridge.Grpc;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Security;

/// <summary>Permissions as MLflow's authentication writes them.</summary>
internal static class PermissionNames
{
    private static readonly (string Name, AccessLevel Permission)[] All =
        [("READ", AccessLevel.Read), ("EDIT", AccessLevel.Edit), ("MANAGE", AccessLevel.Manage), ("NO_PERMISSIONS", AccessLevel.None)];

    public static string Of(AccessLevel permission) => All.Single(pair => pair.Permission == permission).Name;

    public static bool TryRead(string text, out AccessLevel permission)
    {
        var found = All.Where(pair => pair.Name == text).ToList();
        permission = found.FirstOrDefault().Permission;
        return found.Count > 0;
    }

    /// <exception cref="GrpcException">There is no such permission.</exception>
    public static AccessLevel Read(string text) => TryRead(text, out var permission)
        ? permission
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Invalid permission '{text}'. Valid permissions are: READ, EDIT, MANAGE, NO_PERMISSIONS.");
}
