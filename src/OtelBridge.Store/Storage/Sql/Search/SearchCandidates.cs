using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Traces among which all matches are.</summary>
/// <param name="Keys">Their keys.</param>
/// <param name="Condition">What is left to be tested.</param>
internal sealed record SearchCandidates(IReadOnlyCollection<long> Keys, SearchCondition Condition);
