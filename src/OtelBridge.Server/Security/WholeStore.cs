using OtelBridge.Store.Access.Workspaces;

namespace OtelBridge.Server.Security;

/// <summary>The stores as the server itself sees them, with everything in them: for what nobody asks for, such as retention.</summary>
/// <remarks>What answers a caller takes <see cref="OtelBridge.Store.Storage.ITraceStore"/>.</remarks>
/// <param name="Workspaces">Every workspace, <see cref="WorkspaceName.Default"/> first; often it is alone.</param>
internal sealed record WholeStore(IReadOnlyList<Workspace> Workspaces);
