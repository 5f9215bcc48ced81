using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatModels.Conversion;

/// <summary>JSON as models write and read it: on one line.</summary>
internal static class ModelJson
{
    public static JsonSerializerOptions Options { get; } = Compact();

    private static JsonSerializerOptions Compact()
    {
        var options = new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false };
        options.MakeReadOnly();
        return options;
    }
}
