using System.Net;
using ChatModels.Wires;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatModels.Scripting;

/// <summary>A server on this machine that speaks the providers' HTTP and answers as its script says: for programs without a key or a network.</summary>
/// <remarks>
/// It has OpenAI's chat completions, responses, embeddings, images and audio, and Anthropic's messages. Streams arrive in the pieces in which the
/// providers send them. It remembers every request of its life, so it is for examples and tests.
/// </remarks>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private const long LongestBody = 64L * 1024 * 1024;

    private readonly WebApplication _host;
    private readonly Lock _lock = new();
    private readonly List<ModelRequest> _requests = []; // As many as the caller sends while the server lives.
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedModelServer(WebApplication host, ModelScript script)
    {
        _host = host;
        Script = script;
    }

    /// <summary>What it answers.</summary>
    public ModelScript Script { get; }

    /// <summary>Where it listens: Anthropic's base address.</summary>
    public Uri Address { get; private set; } = null!; // Known once it listens, before anybody gets it.

    /// <summary>OpenAI's base address, with <c>/v1</c>.</summary>
    public Uri OpenAIAddress => new(Address, "v1");

    /// <summary>Ends when an answer stalls for the first time: the moment to cancel the call.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>The requests so far, in the order in which they arrived.</summary>
    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts a server that gives these answers in order.</summary>
    public static Task<ScriptedModelServer> StartAsync(params ModelAnswer[] answers) => StartAsync(new ModelScript(answers));

    /// <summary>Starts a server that looks at each request.</summary>
    public static Task<ScriptedModelServer> StartAsync(Func<ModelRequest, ModelAnswer> answer) => StartAsync(new ModelScript(answer));

    /// <summary>Starts a server on a free port of 127.0.0.1.</summary>
    public static async Task<ScriptedModelServer> StartAsync(ModelScript script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = LongestBody;
        });
        var host = builder.Build();
        var server = new ScriptedModelServer(host, script);
        host.Run(server.AnswerAsync);
        await host.StartAsync();
        server.Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync(); // Without waiting for connections that a client keeps open.
        await _host.StopAsync(now.Token);
        await _host.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await RequestReading.ReadAsync(context.Request);
        lock (_lock)
        {
            _requests.Add(request);
        }

        var writer = new AnswerWriter(context, _stalled);
        if (ModelWires.ChatOf(request.Path) is { } wire)
        {
            await writer.WriteAsync(wire, request, Script.NextChat(request));
        }
        else if (ModelWires.OtherOf(request.Path) is { } other)
        {
            await writer.WriteAsync(other, request, Script.NextOther(request.Path, other.Usual));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
