using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The assessments of traces: part of what clients say of them.</summary>
internal sealed class ClickHouseAssessmentCatalog(ClientChanges changes, ITraceReader reader, TimeProvider time) : IAssessmentCatalog
{
    public Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        var made = NewAssessments.Of(assessment, time.GetUtcNow().ToUnixTimeMilliseconds());
        return changes.ChangeAsync(
            made.TraceId,
            trace =>
            {
                trace.Require();
                if (made.Overrides.Length > 0 && !trace.State.Assessments.SetValid(made.Overrides, valid: false))
                {
                    throw SqlAssessmentCatalog.NotStored(made.TraceId, made.Overrides);
                }

                var added = trace.State.Assessments.Add(made.TraceId, made)!; // its id is new
                return (IsChanged: true, added.Clone());
            },
            cancellationToken);
    }

    public async Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        var trace = await reader.FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false) ?? throw SqlTraceFacts.NotStored(traceId);
        return trace.Assessments.FirstOrDefault(assessment => assessment.AssessmentId == assessmentId) ?? throw SqlAssessmentCatalog.NotStored(traceId, assessmentId);
    }

    public Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return changes.ChangeAsync(
            assessment.TraceId,
            trace =>
            {
                trace.Require();
                var changed = trace.State.Assessments.Change(assessment.AssessmentId, stored =>
                {
                    foreach (var field in updateMask)
                    {
                        AssessmentChange.Apply(stored, assessment, field);
                    }

                    stored.LastUpdateTimeMs = now;
                });
                return (IsChanged: true, changed?.Clone() ?? throw SqlAssessmentCatalog.NotStored(assessment.TraceId, assessment.AssessmentId));
            },
            cancellationToken);
    }

    public Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => changes.ChangeAsync(
        [traceId],
        trace =>
        {
            trace.Require();
            return trace.State.Assessments.Remove(assessmentId);
        },
        cancellationToken);
}
