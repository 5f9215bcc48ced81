using System.Reflection;
using System.Text;

namespace OtelBridge.Benchmarks.Data;

/// <summary>Prose and code to fill spans with: words of the repository's own texts, chained by which word followed which, so that no passage repeats.</summary>
/// <remarks>Text drawn from a list of words at random compresses too well or too badly; a chain keeps the statistics of what it was made of.</remarks>
internal sealed class Corpus
{
    private readonly string[] _words;
    private readonly Dictionary<string, List<int>> _followers = new(StringComparer.Ordinal);

    private Corpus(string text)
    {
        _words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 2 < _words.Length; i++)
        {
            var key = Key(i);
            if (!_followers.TryGetValue(key, out var list))
            {
                _followers[key] = list = [];
            }

            list.Add(i + 2);
        }
    }

    /// <summary>Reads the texts that the build embeds.</summary>
    public static Corpus Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var text = new StringBuilder();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            text.Append(reader.ReadToEnd()).Append(' ');
        }

        return new Corpus(text.ToString());
    }

    /// <summary>Writes about so many characters.</summary>
    public string Write(Random random, int length)
    {
        var text = new StringBuilder(length + 32);
        var at = random.Next(_words.Length - 2);
        while (text.Length < length)
        {
            text.Append(_words[at]).Append(' ');

            // Follow any of the places where these two words stand together; now and then jump, so that long passages are not repeated.
            at = _followers.TryGetValue(Key(at), out var places) && random.Next(12) > 0
                ? places[random.Next(places.Count)] - 1
                : random.Next(_words.Length - 2);
        }

        return text.ToString(0, length);
    }

    private string Key(int at) => at + 1 < _words.Length ? _words[at] + ' ' + _words[at + 1] : _words[at];
}
