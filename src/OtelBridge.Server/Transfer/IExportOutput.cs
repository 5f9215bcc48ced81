namespace OtelBridge.Server.Transfer;

/// <summary>Where an export is written to.</summary>
internal interface IExportOutput : IAsyncDisposable
{
    /// <summary>Gets how far an earlier run came.</summary>
    ExportState Start { get; }

    /// <summary>Writes a whole number of traces.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Remembers that everything so far is written, and where to go on.</summary>
    ValueTask EndPageAsync(string nextPageToken, long traces);

    /// <summary>Ends the export: all of it is written.</summary>
    ValueTask CompleteAsync();
}
