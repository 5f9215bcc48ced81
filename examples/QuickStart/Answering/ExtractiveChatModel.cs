using System.Text.RegularExpressions;
using QuickStart.Documents;

namespace QuickStart.Answering;

/// <summary>Stands in for a language model: picks the sentences of the sources that share most with the question. It writes nothing of its own.</summary>
internal sealed partial class ExtractiveChatModel : IChatModel
{
    private const int MaxSentences = 2;

    public string Name => "local-extractive";

    public string Description =>
        $"no language model: {Name} quotes the sentences that fit best. Set {OpenAIChatModel.KeyVariable} to ask OpenAI instead.";

    public Task<ChatReply> CompleteAsync(ChatPrompt prompt, CancellationToken cancellationToken)
    {
        var sentences = Best(prompt);
        var content = sentences.Count > 0
            ? string.Join(' ', sentences.Select(static sentence => $"{sentence.Text} [{sentence.Source}]"))
            : "The sources do not answer this question.";

        // Nothing here knows tokens; words are a fair measure of the same thing, and are marked as what they are.
        var usage = new ChatUsage(prompt.Messages.Sum(static message => Words(message.Content)), Words(content), IsEstimate: true);
        return Task.FromResult(new ChatReply(Name, content, "stop", usage));
    }

    private static List<Sentence> Best(ChatPrompt prompt)
    {
        var all = prompt.Sources.SelectMany(static (source, index) => Sentences(source.PageContent, index + 1)).ToList();
        var rarity = Terms.Of(prompt.Question)
            .Distinct()
            .ToDictionary(static term => term, term => 1.0 / (1 + all.Count(sentence => sentence.Terms.Contains(term))));
        var rated = all.Select(sentence => (Sentence: sentence, Score: Score(sentence, rarity))).ToList();
        var best = rated.Select(static rated => rated.Score).DefaultIfEmpty().Max();
        return
        [
            .. rated
                .Where(rated => rated.Score > 0 && rated.Score >= best / 2)
                .OrderByDescending(static rated => rated.Score)
                .Take(MaxSentences)
                .Select(static rated => rated.Sentence)
                .OrderBy(static sentence => sentence.Source),
        ];
    }

    private static IEnumerable<Sentence> Sentences(string text, int source) => text
        .Split('\n')
        .Where(static line => !line.StartsWith(DocumentSection.CodeIndent, StringComparison.Ordinal))
        .SelectMany(static line => SentenceEnd().Split(line))
        .Select(static sentence => sentence.Trim())
        .Where(static sentence => sentence.Length > 0)
        .Select(sentence => new Sentence(sentence, source, [.. Terms.Of(sentence)]));

    // Many and rare words of the question make a good sentence; among equals the better source and the shorter sentence win.
    private static double Score(Sentence sentence, Dictionary<string, double> rarity)
    {
        var shared = sentence.Terms.Where(rarity.ContainsKey).ToList();
        return shared.Count == 0
            ? 0
            : shared.Count * (1 + shared.Sum(term => rarity[term])) / (sentence.Source * Math.Log(10 + sentence.Terms.Count));
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    // A full stop inside "4.1" or "README.md" ends nothing.
    [GeneratedRegex(@"(?<=[.!?])\s+(?=\p{Lu}|`)")]
    private static partial Regex SentenceEnd();

    private sealed record Sentence(string Text, int Source, HashSet<string> Terms);
}
