namespace ChatModels.Wires;

/// <summary>A text as the set of its words, folded into a vector of length one.</summary>
internal static class WordVector
{
    private const uint HashStart = 2166136261;
    private const uint HashFactor = 16777619;

    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in text.Split([' ', '\n', '\r', '\t', '.', ',', '?', '!', ':', ';', '(', ')', '"', '\''], StringSplitOptions.RemoveEmptyEntries))
        {
            vector[Hash(word) % (uint)dimensions] += 1;
        }

        var length = MathF.Sqrt(vector.Sum(static number => number * number));
        return length == 0 ? vector : Array.ConvertAll(vector, number => number / length);
    }

    /// <summary>The same in every process, unlike the one of strings.</summary>
    private static uint Hash(string word)
    {
        var hash = HashStart;
        foreach (var letter in word)
        {
            hash = (hash ^ char.ToLowerInvariant(letter)) * HashFactor;
        }

        return hash;
    }
}
