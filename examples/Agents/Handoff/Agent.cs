using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Agents.Handoff;

/// <summary>One of several that share a conversation: who it is, and what it may call. A function that returns an agent hands the conversation on to it.</summary>
/// <param name="name">Its name: that of its spans, and of its messages.</param>
/// <param name="instructions">What it is told before every call of the model.</param>
internal sealed class Agent(string name, string instructions)
{
    private readonly List<AITool> _functions = []; // bounded by the program, which adds them

    public string Name { get; } = name;

    // Traces show an agent that a function returns by its name alone.
    [JsonIgnore]
    public string Instructions { get; } = instructions;

    [JsonIgnore]
    public IReadOnlyList<AITool> Functions => _functions;

    /// <summary>Adds a function that the agent's model may call.</summary>
    public Agent Can(string function, string description, Delegate method)
    {
        var options = new AIFunctionFactoryOptions
        {
            Name = function,
            Description = description,

            // As it is: the runner looks whether it is an agent.
            MarshalResult = static (result, _, _) => ValueTask.FromResult(result),
        };
        _functions.Add(AIFunctionFactory.Create(method, options).UseMlflowTracing());
        return this;
    }
}
