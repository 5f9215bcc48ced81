namespace OtelBridge.Chat;

/// <summary>What a part of a message is.</summary>
public enum ChatPartKind
{
    /// <summary>Text that was said.</summary>
    Text,

    /// <summary>Text that the model thought and did not say.</summary>
    Reasoning,

    /// <summary>The model asks for a tool: its text is the arguments.</summary>
    ToolCall,

    /// <summary>A tool answers: its text is the result.</summary>
    ToolResult,

    /// <summary>An image, a sound, a file.</summary>
    Media,

    /// <summary>Anything else: its text is the JSON of it.</summary>
    Other,
}
