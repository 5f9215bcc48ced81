using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Agents;

/// <summary>The run of an agent whose answer is a stream.</summary>
internal sealed class AgentStream<TItem>(AgentCard card, object? inputs, AgentChain chain) : AgentCall(card, inputs, chain), IStreamRecord<TItem>
{
    private const int MaxItems = 10_000;

    private readonly int _maxLength = ContentSettings.Current.MaxBytes;

    // Bounded by what is recorded of a text, and by MaxItems.
    private readonly StringBuilder _text = new();
    private readonly List<TItem> _items = [];

    public void Add(Activity activity, TItem chunk)
    {
        if (chunk is string text)
        {
            _text.Append(text.AsSpan(0, Math.Min(text.Length, Math.Max(0, _maxLength - _text.Length))));
        }
        else if (_items.Count < MaxItems)
        {
            _items.Add(chunk);
        }
    }

    public string? ChunkText(TItem chunk) => JsonText.Of(chunk);

    public void Answer(Activity activity)
    {
        // Whoever it handed over to and nobody ended.
        Chain.Replace(null);
        if (activity.GetTagItem(MlflowKeys.SpanOutputs) is null)
        {
            CallContent.Set(activity, MlflowKeys.SpanOutputs, Whole());
        }
    }

    private object Whole() =>
        typeof(TItem) == typeof(string) ? _text.ToString()
        : _items is IEnumerable<ChatResponseUpdate> updates ? updates.ToChatResponse()
        : _items;
}
