using System.ClientModel;
using System.ClientModel.Primitives;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace ChatModels;

/// <summary>Where the models of a program are: at OpenAI, at a server that speaks OpenAI's protocol, or, with neither named, at a scripted server in this process.</summary>
public sealed class ModelEndpoint : IAsyncDisposable
{
    /// <summary>The variable that holds the key.</summary>
    public const string KeyVariable = "OPENAI_API_KEY";

    /// <summary>The variable that names a compatible server.</summary>
    public const string AddressVariable = "OPENAI_BASE_URL";

    private const string Unasked = "none"; // Local servers ask for no key, but the client does.

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly ScriptedModelServer? _scripted;
    private readonly Uri? _address;
    private readonly ApiKeyCredential _key;

    private ModelEndpoint(Uri? address, string key, ScriptedModelServer? scripted)
    {
        _address = address;
        _key = new ApiKeyCredential(key);
        _scripted = scripted;
    }

    /// <summary>Says who answers.</summary>
    public string Description => _scripted is null
        ? Host
        : $"a scripted server in this program; {KeyVariable} asks OpenAI, {AddressVariable} a server that speaks its protocol";

    private string Host => _address?.Authority ?? "api.openai.com";

    private OpenAIClientOptions Options
    {
        get
        {
            var options = new OpenAIClientOptions { NetworkTimeout = Timeout, RetryPolicy = new ClientRetryPolicy(maxRetries: 1) };
            if (_address is not null)
            {
                options.Endpoint = _address;
            }

            return options;
        }
    }

    /// <summary>Finds the server that the environment names, or starts the scripted one.</summary>
    /// <param name="configuration">Where the variables are looked for.</param>
    /// <param name="script">What the scripted one answers.</param>
    /// <exception cref="FormatException">The address is none.</exception>
    public static async Task<ModelEndpoint> OpenAsync(IConfiguration configuration, ModelScript script)
    {
        var (key, named) = (configuration[KeyVariable], configuration[AddressVariable]);
        if (string.IsNullOrWhiteSpace(key) && string.IsNullOrWhiteSpace(named))
        {
            var server = await ScriptedModelServer.StartAsync(script);
            return new ModelEndpoint(server.OpenAIAddress, Unasked, server);
        }

        Uri? address = null;
        if (!string.IsNullOrWhiteSpace(named) && (!Uri.TryCreate(named, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
        {
            throw new FormatException($"{AddressVariable} is not an address: write it like https://api.openai.com/v1.");
        }

        return new ModelEndpoint(address, string.IsNullOrWhiteSpace(key) ? Unasked : key, scripted: null);
    }

    /// <summary>A chat model.</summary>
    public IChatClient Chat(string model) => new OpenAIChatClient(new ChatClient(model, _key, Options));

    /// <summary>A model that turns texts into vectors.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(string model) => new OpenAIEmbeddingGenerator(new EmbeddingClient(model, _key, Options));

    /// <summary>What to do about a call that failed; null when the model has nothing to do with it.</summary>
    public string? Advice(Exception exception) => exception switch
    {
        ClientResultException { Status: 401 or 403 } => $"{Host} refused the key. Check {KeyVariable}.",
        ClientResultException { Status: 404 } => $"{Host} does not have that model, or is not at that address. Check the model's name and {AddressVariable}.",
        ClientResultException { Status: 429 } => $"{Host} takes no more requests now, or the account's quota is used up. Wait a little.",
        ClientResultException { Status: > 0 } answered => $"{Host} answered with status {answered.Status}. Try again.",
        ClientResultException or AggregateException or HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException } =>
            $"{Host} cannot be reached. Check the network and {AddressVariable}, or unset it and {KeyVariable} for the scripted server.",
        _ => null,
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _scripted?.DisposeAsync() ?? ValueTask.CompletedTask;
}
