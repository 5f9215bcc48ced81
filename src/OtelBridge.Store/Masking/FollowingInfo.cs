using Google.Protobuf.Collections;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>What a trace record says once its spans have changed, as far as it follows from them.</summary>
internal static class FollowingInfo
{
    public static TraceInfo Of(TraceInfo info, IReadOnlyList<TraceBatch> before, IReadOnlyList<TraceBatch> after)
    {
        var follows = info.Clone();
        foreach (var (old, now) in before.SelectMany(static batch => batch.Spans).Zip(after.SelectMany(static batch => batch.Spans)))
        {
            if (ReferenceEquals(old, now) || old.Root is not { } said || now.Root is not { } says)
            {
                continue;
            }

            follows.Name = info.Name == old.Name ? now.Name : follows.Name;
            Follow(info.HasRequestPreview ? info.RequestPreview : null, said.RequestPreview, says.RequestPreview, text => follows.RequestPreview = text, follows.ClearRequestPreview);
            Follow(info.HasResponsePreview ? info.ResponsePreview : null, said.ResponsePreview, says.ResponsePreview, text => follows.ResponsePreview = text, follows.ClearResponsePreview);
            Follow(info.HasClientRequestId ? info.ClientRequestId : null, said.ClientRequestId, says.ClientRequestId, text => follows.ClientRequestId = text, follows.ClearClientRequestId);
            Follow(follows.Tags, said.Tags, says.Tags);
            Follow(follows.Metadata, said.Metadata, says.Metadata);
        }

        return follows;
    }

    private static void Follow(string? stored, string? said, string? says, Action<string> set, Action clear)
    {
        if (stored is null || stored != said || said == says)
        {
            return;
        }

        if (says is null)
        {
            clear();
        }
        else
        {
            set(says);
        }
    }

    private static void Follow(MapField<string, string> stored, IReadOnlyList<KeyValuePair<string, string>> said, IReadOnlyList<KeyValuePair<string, string>> says)
    {
        foreach (var (key, value) in said)
        {
            if (!stored.TryGetValue(key, out var now) || now != value)
            {
                continue;
            }

            var masked = says.FirstOrDefault(item => item.Key == key);
            if (masked.Key is null)
            {
                stored.Remove(key);
            }
            else
            {
                stored[key] = masked.Value;
            }
        }
    }
}
