namespace ChatModels.Scripting;

/// <summary>A tool that an answer asks for.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as the model wrote them: JSON, or broken on purpose.</param>
/// <param name="Id">The call's id; the server makes one when null.</param>
public sealed record ModelToolCall(string Name, string Arguments = "{}", string? Id = null);
