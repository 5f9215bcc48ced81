using System.Collections;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Embeddings;

/// <summary>What is recorded of the vectors of an answer: how many there are and how long, and the first of them.</summary>
internal static class VectorList
{
    /// <summary>
    /// Numbers of all vectors that are recorded: some 24 KB of text, a vector of most models. Nobody reads more, and a hundred would be megabytes.
    /// </summary>
    public const int MaxNumbers = 2_048;

    /// <summary>The answer in the form of OpenAI's, with numbers instead of the vectors that do not fit.</summary>
    public static CallMembers Of(IReadOnlyList<Embedding> embeddings, string? model)
    {
        var data = new List<Dictionary<string, object?>>();
        var room = MaxNumbers;
        foreach (var embedding in embeddings)
        {
            // Whole vectors only: of a cut one a reader would take the length for that of all.
            if (embedding is null || Numbers(embedding) is not { } numbers || numbers.Count > room)
            {
                break;
            }

            room -= numbers.Count;
            data.Add(new() { ["index"] = data.Count, ["embedding"] = numbers });
        }

        var leftOut = embeddings.Count - data.Count;
        return new()
        {
            { "count", embeddings.Count },
            { "dimensions", embeddings.Count > 0 ? embeddings[0]?.Dimensions : null },
            { "model", model },
            { "vectors_left_out", leftOut > 0 ? leftOut : null },
            { "data", data },
        };
    }

    private static ICollection? Numbers(Embedding embedding) => embedding.Dimensions > MaxNumbers ? null : embedding switch
    {
        Embedding<float> floats => floats.Vector.ToArray(),
        Embedding<double> doubles => doubles.Vector.ToArray(),
        Embedding<Half> halves => Array.ConvertAll(halves.Vector.ToArray(), static h => (float)h),
        Embedding<sbyte> signed => Array.ConvertAll(signed.Vector.ToArray(), static b => (int)b),
        Embedding<byte> bytes => Array.ConvertAll(bytes.Vector.ToArray(), static b => (int)b),
        Embedding<int> integers => integers.Vector.ToArray(),
        BinaryEmbedding bits => bits.Vector.Cast<bool>().Select(static b => b ? 1 : 0).ToArray(),
        _ => null,
    };
}
