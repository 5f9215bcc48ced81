namespace OtelBridge.Server.Transfer;

/// <summary>An export into a pipe or onto the screen.</summary>
internal sealed class StreamOutput(Stream stream) : IExportOutput
{
    public ExportState Start => ExportState.None;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes);
        }
        catch (IOException e)
        {
            throw new TransferException($"The output cannot be written: {e.Message}", e);
        }
    }

    public ValueTask EndPageAsync(string nextPageToken, long traces) => new(stream.FlushAsync());

    public ValueTask CompleteAsync() => new(stream.FlushAsync());

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
