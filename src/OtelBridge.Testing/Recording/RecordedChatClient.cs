using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Recording;

/// <summary>A chat client that keeps what a real one answers, or answers as that did.</summary>
internal sealed class RecordedChatClient : IChatClient
{
    private readonly Exchanges _exchanges;
    private readonly IChatClient? _real;
    private readonly ClientFacts _facts;

    /// <summary>Makes one.</summary>
    /// <param name="exchanges">What was recorded, or is.</param>
    /// <param name="real">The real client; null in a replay.</param>
    /// <param name="facts">What the real client says of itself; what it said, when absent.</param>
    public RecordedChatClient(Exchanges exchanges, IChatClient? real, ClientFacts? facts)
    {
        _exchanges = exchanges;
        _real = real;
        _facts = facts ?? exchanges.Recorded(ClientFacts.Chat);
        if (real is not null)
        {
            exchanges.Note(_facts);
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Before the call, which may add to the list.
        ChatMessage[] asked = [.. messages];
        var exchange = new Exchange(RequestForm.OfChat(asked, options, _facts.Model, isStream: false));
        if (_real is null)
        {
            return Replay(exchange, cancellationToken);
        }

        ChatResponse response;
        try
        {
            response = await _real.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            exchange.Failure = RecordedFailure.Of(e);
            _exchanges.Add(exchange);
            throw;
        }

        exchange.Response = AiJson.Write(response);
        _exchanges.Add(exchange);
        return response;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] asked = [.. messages];
        var exchange = new Exchange(RequestForm.OfChat(asked, options, _facts.Model, isStream: true));
        return _real is null ? ReplayStream(exchange, cancellationToken) : RecordStream(_real, asked, options, exchange, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this
            : serviceKey is null && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(_facts.Provider, providerUri: null, _facts.Model)
            : _real?.GetService(serviceType, serviceKey);
    }

    public void Dispose() => _real?.Dispose();

    private ChatResponse Replay(Exchange asked, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = _exchanges.Find(asked.Request);
        return exchange.Failure is { } failure ? throw failure.Exception() : AiJson.Read<ChatResponse>(exchange.Response!);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReplayStream(Exchange asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var exchange = _exchanges.Find(asked.Request);
        foreach (var update in exchange.Updates)
        {
            // As a real stream, which does not answer in the thread that asks.
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return AiJson.Read<ChatResponseUpdate>(update);
        }

        if (exchange.Failure is { } failure)
        {
            throw failure.Exception();
        }

        if (exchange.IsLeftEarly)
        {
            throw new ModelRecordingException("The stream was left early when it was recorded, and is read further now. Record it anew.");
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RecordStream(
        IChatClient real, ChatMessage[] messages, ChatOptions? options, Exchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        exchange.IsLeftEarly = true;
        var updates = Ask(real, messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await MoveNextAsync(updates, exchange, cancellationToken).ConfigureAwait(false))
            {
                exchange.Updates.Add(AiJson.Write(updates.Current));
                yield return updates.Current;
            }
        }
        finally
        {
            _exchanges.Add(exchange);
            await updates.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A client may fail when it is asked, before there is a stream: then the first read fails.
    private static async IAsyncEnumerable<ChatResponseUpdate> Ask(
        IChatClient real, ChatMessage[] messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in real.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Exchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            var hasNext = await updates.MoveNextAsync().ConfigureAwait(false);
            exchange.IsLeftEarly = hasNext;
            return hasNext;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            exchange.IsLeftEarly = false;
            exchange.Failure = RecordedFailure.Of(e);
            throw;
        }
    }
}
