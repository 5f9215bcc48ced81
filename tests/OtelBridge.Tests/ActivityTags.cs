using System.Diagnostics;

namespace OtelBridge.Tests;

internal static class ActivityTags
{
    /// <summary>All tags, whatever their type.</summary>
    public static Dictionary<string, object?> Tags(this Activity activity) => activity.TagObjects.ToDictionary(static t => t.Key, static t => t.Value);
}
