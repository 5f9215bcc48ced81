using ChatModels;
using Microsoft.Extensions.AI;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>In the place of the builder of Microsoft.Extensions.AI, which does not restore here: the same members, in the same order of clients.</summary>
internal sealed class ChatClientBuilder(IChatClient innermost)
{
    private readonly List<Func<IChatClient, IChatClient>> _steps = []; // bounded by a snippet

    public ChatClientBuilder Use(Func<IChatClient, IChatClient> step)
    {
        _steps.Add(step);
        return this;
    }

    public ChatClientBuilder UseFunctionInvocation() => Use(static inner => new ToolLoop(inner));

    /// <summary>The step that was added first is the outermost.</summary>
    public IChatClient Build() => Enumerable.Reverse(_steps).Aggregate(innermost, static (inner, step) => step(inner));
}
