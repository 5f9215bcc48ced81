using System.Collections.Frozen;

namespace OtelBridge.Dialects;

/// <summary>What one family of instrumentations calls things: data only. The algorithm that reads them all is <see cref="SpanReading"/>.</summary>
/// <remarks>Every list is in the order of preference.</remarks>
internal sealed class Dialect
{
    /// <summary>Gets the keys whose value says what a span is.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Gets the span type of each kind; null where the kind is the span type itself.</summary>
    public FrozenDictionary<string, string>? SpanTypes { get; init; }

    /// <summary>Gets the keys that hold what the operation worked on.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Gets the keys that hold what came out of the operation.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>Gets the lists of inputs that are flattened into one attribute a member, tried after <see cref="Inputs"/>.</summary>
    public IReadOnlyList<FlattenedList> FlattenedInputs { get; init; } = [];

    /// <summary>Gets the lists of outputs that are flattened into one attribute a member, tried after <see cref="Outputs"/>.</summary>
    public IReadOnlyList<FlattenedList> FlattenedOutputs { get; init; } = [];

    /// <summary>Gets keys with an index in them that hold inputs, tried after <see cref="FlattenedInputs"/>.</summary>
    public IReadOnlyList<IndexedKey> IndexedInputs { get; init; } = [];

    /// <summary>Gets keys with an index in them that hold outputs, tried after <see cref="FlattenedOutputs"/>.</summary>
    public IReadOnlyList<IndexedKey> IndexedOutputs { get; init; } = [];

    /// <summary>Gets the keys that hold the messages of a chat, for display; tried before what else the span says of its inputs.</summary>
    public IReadOnlyList<string> ChatInputs { get; init; } = [];

    /// <summary>Gets the keys that hold the messages of the answer, for display; tried before what else the span says of its outputs.</summary>
    public IReadOnlyList<string> ChatOutputs { get; init; } = [];

    /// <summary>Gets the keys that hold the system prompt where it is kept apart from the chat.</summary>
    public IReadOnlyList<string> SystemInstructions { get; init; } = [];

    /// <summary>Gets the keys that hold the tools which were offered to the model.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Gets the lists of tools that are flattened into one attribute a member.</summary>
    public IReadOnlyList<FlattenedList> FlattenedTools { get; init; } = [];

    /// <summary>Gets the keys that hold the tokens of the prompt.</summary>
    public IReadOnlyList<string> InputTokens { get; init; } = [];

    /// <summary>Gets the keys that hold the tokens of the completion.</summary>
    public IReadOnlyList<string> OutputTokens { get; init; } = [];

    /// <summary>Gets the keys that hold all tokens.</summary>
    public IReadOnlyList<string> TotalTokens { get; init; } = [];

    /// <summary>Gets the keys that hold the tokens of the prompt which the provider had cached.</summary>
    public IReadOnlyList<string> CacheReadTokens { get; init; } = [];

    /// <summary>Gets the keys that hold the tokens of the prompt which the provider put into its cache.</summary>
    public IReadOnlyList<string> CacheWriteTokens { get; init; } = [];

    /// <summary>Gets the keys that hold the tokens of the completion which were thought, not said.</summary>
    public IReadOnlyList<string> ReasoningTokens { get; init; } = [];

    /// <summary>Gets the kinds whose counts repeat those of the calls inside them, all or only the last: their counts are left aside.</summary>
    public FrozenSet<string> KindsThatRepeatTokens { get; init; } = [];

    /// <summary>Gets the keys that hold a whole usage as one object.</summary>
    public IReadOnlyList<string> Usages { get; init; } = [];

    /// <summary>Gets the keys that hold what a call cost as one object.</summary>
    public IReadOnlyList<string> WholeCosts { get; init; } = [];

    /// <summary>Gets the keys that hold what a call cost.</summary>
    public IReadOnlyList<string> TotalCosts { get; init; } = [];

    /// <summary>Gets the keys that hold what the prompt cost.</summary>
    public IReadOnlyList<string> InputCosts { get; init; } = [];

    /// <summary>Gets the keys that hold what the completion cost.</summary>
    public IReadOnlyList<string> OutputCosts { get; init; } = [];

    /// <summary>Gets the keys that hold the part of the prompt's cost that is for tokens of the provider's cache.</summary>
    public IReadOnlyList<string> CacheReadCosts { get; init; } = [];

    /// <summary>Gets the keys that hold the part of the prompt's cost that is for tokens put into the provider's cache.</summary>
    public IReadOnlyList<string> CacheWriteCosts { get; init; } = [];

    /// <summary>Gets the keys that hold the part of the completion's cost that is for what was thought, not said.</summary>
    public IReadOnlyList<string> ReasoningCosts { get; init; } = [];

    /// <summary>Gets the keys that hold the service tier, by which the price of a call goes.</summary>
    public IReadOnlyList<string> ServiceTiers { get; init; } = [];

    /// <summary>Gets the keys that hold the model: the one that answered before the one that was asked for.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Gets the keys that hold the provider of the model.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Gets the keys that hold the name of the agent.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>Gets the keys that hold the conversation of the trace.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>Gets the keys that hold the user of the trace.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Gets the keys that hold the id of the trace.</summary>
    public IReadOnlyList<string> TraceIds { get; init; } = [];

    /// <summary>Gets the keys that hold the experiment of the trace.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Gets the kind whose inputs and outputs are spread over all keys of a prefix; null where there is none.</summary>
    public SpreadContent? Spread { get; init; }
}
