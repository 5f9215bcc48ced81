using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access.Workspaces;

/// <summary>A store of its own, for those who work in it, and what this process did there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Store">All that is in it.</param>
/// <param name="Intake">What came in.</param>
/// <param name="Sweeps">What retention deleted.</param>
public sealed record Workspace(string Name, ITraceStore Store, IntakeLedger Intake, SweepLedger Sweeps);
