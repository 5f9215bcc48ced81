namespace OtelBridge.Store.Access;

/// <summary>Who asks what is being answered just now. Flows along with the answer, and nowhere else.</summary>
public sealed class CurrentCaller
{
    private readonly AsyncLocal<Caller?> _caller = new();

    /// <summary>Gets the caller; nobody, who may nothing, where none was set: a way around the gate ends here.</summary>
    public Caller Value => _caller.Value ?? Caller.Nobody;

    /// <summary>Says who asks, for what follows in this flow.</summary>
    public void Set(Caller caller) => _caller.Value = caller;
}
