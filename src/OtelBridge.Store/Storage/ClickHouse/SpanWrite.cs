namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The spans of one request on their way into the store, and the task of whoever waits for them.</summary>
/// <param name="inputs">A write to each trace.</param>
/// <param name="rows">The rows of <c>spans</c>.</param>
/// <param name="bytes">About how much memory it holds while it waits.</param>
/// <param name="cancellationToken">Takes it back while it waits.</param>
internal sealed class SpanWrite(IReadOnlyList<RecordInput> inputs, RowBinaryWriter rows, long bytes, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<RecordInput> Inputs => inputs;

    public RowBinaryWriter Rows => rows;

    public long Bytes => bytes;

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Gets or sets whether the rows are stored, and only their traces' records are still to be.</summary>
    public bool IsInserted { get; set; }

    public Task Task => _completion.Task;

    public void Complete() => _completion.TrySetResult();

    public void Fail(Exception fault) => _completion.TrySetException(fault);

    public void Cancel() => _completion.TrySetCanceled(cancellationToken);
}
