namespace OtelBridge.Web.Health;

/// <summary>What a server tells of itself; all of it is cheap to ask.</summary>
internal interface IServerFacts
{
    /// <summary>Gets our own version.</summary>
    string Version { get; }

    /// <summary>Gets the version of MLflow whose behaviour is followed.</summary>
    string MlflowVersion { get; }

    /// <summary>Gets how many bytes requests hold that are being received and stored.</summary>
    long BytesInFlight { get; }

    /// <summary>Gets how many bytes requests held that have ended, since the start.</summary>
    long BytesReceived { get; }

    /// <summary>Gets how many they may hold together.</summary>
    long MaxBytesInFlight { get; }

    /// <summary>Gets how many requests were sent away since the start because the others held as much as they may.</summary>
    long RequestsRefusedForMemory { get; }

    /// <summary>Gets how long a request may take to come in.</summary>
    TimeSpan ReceiveTimeout { get; }

    /// <summary>Gets where the server listens.</summary>
    IReadOnlyList<ListenerFact> Listeners { get; }
}
