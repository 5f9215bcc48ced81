using OtelBridge.Server.Audit;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Security;
using OtelBridge.Server.Tracking;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Ingest;

namespace OtelBridge.Server.Rest;

/// <summary>What the endpoints ask: the services that every wire shares.</summary>
internal sealed record RestServices(
    TrackingService Traces,
    AssessmentService Assessments,
    ExperimentService Experiments,
    RunService Runs,
    TraceIngestor Ingestor,
    TimeProvider Clock,
    AccessService? Access = null,
    AuditLog? Audit = null,
    WorkspaceService? Workspaces = null,
    QuotaKeeper? Quotas = null);
