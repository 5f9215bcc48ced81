namespace OtelBridge.Store.Search.Text;

/// <summary>What the text index is asked: traces that have a word of every group.</summary>
/// <param name="Groups">The groups; an empty one is met by no word.</param>
/// <param name="OrMore">Whether traces count too of which the index does not hold everything.</param>
internal sealed record WordQuery(IReadOnlyList<IReadOnlyList<WordTerm>> Groups, bool OrMore);
