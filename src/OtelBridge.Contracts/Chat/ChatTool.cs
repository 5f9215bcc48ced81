namespace OtelBridge.Chat;

/// <summary>A tool that was offered to a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What the model was told of it.</param>
/// <param name="Parameters">The JSON schema of its parameters.</param>
public sealed record ChatTool(string Name, string? Description, string? Parameters);
