using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>An endpoint that is no chat: one answer, written whole.</summary>
internal abstract class OtherWire
{
    public abstract string Path { get; }

    public virtual string ContentType => "application/json";

    /// <summary>The answer when the script has none for this endpoint.</summary>
    public virtual ModelAnswer Usual { get; } = new();

    public abstract byte[] Complete(ModelRequest request, ModelAnswer answer);
}
