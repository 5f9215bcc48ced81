using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security;

/// <summary>The store as the server itself sees it, with everything in it: for what nobody asks for, such as retention. What answers a caller takes <see cref="ITraceStore"/>.</summary>
internal sealed record WholeStore(ITraceStore Store);
