using Google.Protobuf.Collections;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Makes a stored trace record say what it may. Where both say the same nothing is said, so that it goes on following from the spans.</summary>
internal sealed class StoredInfoChange(ITraceStore store, TraceInfo stored, TraceInfo shown)
{
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var key in stored.Tags.Keys.Except(shown.Tags.Keys).ToList())
        {
            await store.Records.DeleteTagAsync(shown.TraceId, key, cancellationToken).ConfigureAwait(false);
        }

        var record = new TraceRecord { TraceId = shown.TraceId };
        if (shown.HasRequestPreview && !(stored.HasRequestPreview && stored.RequestPreview == shown.RequestPreview))
        {
            record.RequestPreview = shown.RequestPreview;
        }

        if (shown.HasResponsePreview && !(stored.HasResponsePreview && stored.ResponsePreview == shown.ResponsePreview))
        {
            record.ResponsePreview = shown.ResponsePreview;
        }

        if (shown.HasClientRequestId && !(stored.HasClientRequestId && stored.ClientRequestId == shown.ClientRequestId))
        {
            record.ClientRequestId = shown.ClientRequestId;
        }

        AddOther(record.Tags, shown.Tags, stored.Tags);
        AddOther(record.Metadata, shown.Metadata, stored.Metadata);
        if (!record.Equals(new TraceRecord { TraceId = shown.TraceId }))
        {
            await store.Records.PutAsync(record, cancellationToken).ConfigureAwait(false);
        }

        await ApplyAssessmentsAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void AddOther(MapField<string, string> target, MapField<string, string> shown, MapField<string, string> stored)
    {
        foreach (var (key, value) in shown.Where(item => stored.TryGetValue(item.Key, out var now) && now != item.Value))
        {
            target[key] = value;
        }
    }

    // What no change reaches (who made it, metadata that is to go) is made anew under its id.
    private async Task ApplyAssessmentsAsync(CancellationToken cancellationToken)
    {
        var wanted = shown.Assessments.ToDictionary(static assessment => assessment.AssessmentId, StringComparer.Ordinal);
        foreach (var old in stored.Assessments)
        {
            if (!wanted.TryGetValue(old.AssessmentId, out var assessment) || assessment.Equals(old))
            {
                continue;
            }

            if (assessment.SourceId == old.SourceId && assessment.Metadata.Keys.Order().SequenceEqual(old.Metadata.Keys.Order()))
            {
                string[] fields = [assessment.Feedback is not null ? "feedback" : "expectation", "rationale", "metadata"];
                await store.Assessments.UpdateAsync(assessment, fields, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await store.Assessments.DeleteAsync(shown.TraceId, old.AssessmentId, cancellationToken).ConfigureAwait(false);
                await store.Records.PutAsync(new TraceRecord { TraceId = shown.TraceId, Assessments = { assessment } }, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
