using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Calls;
using OtelBridge.GenAI.Chat;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Agents;

/// <summary>The run of an agent whose answer is a stream.</summary>
internal sealed class AgentStream<TItem>(AgentCard card, object? inputs, AgentChain chain) : AgentCall(card, inputs, chain), IStreamRecord<TItem>
{
    private const int MaxItems = 10_000;

    // Bounded by what is recorded of a text, and by MaxItems.
    private readonly StringBuilder _text = new();
    private readonly List<WrittenItem> _items = [];
    private int _room = ContentSettings.Current.MaxBytes;
    private StreamedAnswer? _answer;

    public void Add(Activity activity, TItem chunk)
    {
        if (!CallContent.IsCaptured)
        {
            return;
        }

        if (chunk is string text)
        {
            var length = Math.Min(text.Length, _room);
            _text.Append(text.AsSpan(0, length));
            _room -= length;
        }
        else if (chunk is ChatResponseUpdate update)
        {
            (_answer ??= new StreamedAnswer(GenAISettings.Current)).Add(update);
        }
        else if (_items.Count < MaxItems && _room > 0)
        {
            // Written now: nothing of what can be large is kept, and the consumer may change it.
            var json = JsonText.Of(chunk);
            _items.Add(new WrittenItem(json));
            _room = Math.Max(0, _room - json.Length);
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
        : typeof(TItem).IsAssignableTo(typeof(ChatResponseUpdate)) ? (_answer ?? new StreamedAnswer(GenAISettings.Current)).ToResponse()
        : _items;
}
