using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;
using OpenAIMessage = OpenAI.Chat.ChatMessage;

namespace QuickStart.Answering;

/// <summary>A language model of OpenAI, or of any server that speaks its protocol.</summary>
internal sealed class OpenAIChatModel : IChatModel
{
    public const string KeyVariable = "OPENAI_API_KEY";
    public const string ModelVariable = "OPENAI_MODEL";
    public const string AddressVariable = "OPENAI_BASE_URL";

    private const string DefaultModel = "gpt-4o-mini";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ChatClient _client;
    private readonly string _host;

    private OpenAIChatModel(string model, string key, Uri? address)
    {
        var options = new OpenAIClientOptions { NetworkTimeout = Timeout, RetryPolicy = new ClientRetryPolicy(maxRetries: 1) };
        if (address is not null)
        {
            options.Endpoint = address;
        }

        Name = model;
        _client = new ChatClient(model, new ApiKeyCredential(key), options);
        _host = address?.Authority ?? "api.openai.com";
    }

    public string Name { get; }

    public string Description => $"{Name} at {_host}";

    /// <summary>The model that the environment describes; null when it holds no key.</summary>
    /// <exception cref="FormatException">The address is none.</exception>
    public static OpenAIChatModel? FromConfiguration(IConfiguration configuration)
    {
        if (configuration[KeyVariable] is not { Length: > 0 } key)
        {
            return null;
        }

        Uri? address = null;
        if (configuration[AddressVariable] is { Length: > 0 } text
            && (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
        {
            throw new FormatException($"{AddressVariable} is not an address: write it like https://api.openai.com/v1.");
        }

        var model = configuration[ModelVariable] is { Length: > 0 } name ? name : DefaultModel;
        return new OpenAIChatModel(model, key, address);
    }

    public async Task<ChatReply> CompleteAsync(ChatPrompt prompt, CancellationToken cancellationToken)
    {
        try
        {
            ChatCompletion completion = await _client.CompleteChatAsync(prompt.Messages.Select(Convert), cancellationToken: cancellationToken);
            var content = string.Concat(completion.Content.Select(static part => part.Text));
            var usage = new ChatUsage(completion.Usage?.InputTokenCount ?? 0, completion.Usage?.OutputTokenCount ?? 0, IsEstimate: false);
            return new ChatReply(completion.Model, content, Name(completion.FinishReason), usage);
        }
        catch (Exception e) when (e is ClientResultException or AggregateException or HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ChatModelException(Advice((e as ClientResultException)?.Status ?? 0), e);
        }

        static string Name(ChatFinishReason reason) => reason switch
        {
            ChatFinishReason.Stop => "stop",
            ChatFinishReason.Length => "length",
            ChatFinishReason.ContentFilter => "content_filter",
            _ => "tool_calls",
        };
    }

    private static OpenAIMessage Convert(ChatMessage message) => message.Role switch
    {
        ChatMessage.System => new SystemChatMessage(message.Content),
        ChatMessage.Assistant => new AssistantChatMessage(message.Content),
        _ => new UserChatMessage(message.Content),
    };

    private string Advice(int status) => status switch
    {
        401 or 403 => $"{_host} refused the key. Check {KeyVariable}, or unset it to use the local answerer.",
        404 => $"{_host} has no model '{Name}'. Set {ModelVariable} to one that it has.",
        429 => $"{_host} takes no more requests now, or the account's quota is used up. Wait, or unset {KeyVariable} to use the local answerer.",
        0 => $"{_host} cannot be reached. Check the network and {AddressVariable}, or unset {KeyVariable} to use the local answerer.",
        _ => $"{_host} answered with status {status}. Try again, or unset {KeyVariable} to use the local answerer.",
    };
}
