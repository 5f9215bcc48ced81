using OtelBridge.Server.Quotas;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Web.Health;

namespace OtelBridge.Server.Telemetry;

/// <summary>What the server knows of itself at a moment.</summary>
/// <param name="Intake">What came in since the start.</param>
/// <param name="Swept">What retention has done.</param>
/// <param name="Facts">What requests hold.</param>
/// <param name="Store">How much the store holds; null where it does not say so now.</param>
/// <param name="AuditLost">How many requests have left no entry in the audit log.</param>
/// <param name="Quotas">What was refused for quotas.</param>
internal sealed record ServerReading(SenderTally Intake, SweepState Swept, IServerFacts Facts, StoreSize? Store, long AuditLost, QuotaRefusals Quotas);
