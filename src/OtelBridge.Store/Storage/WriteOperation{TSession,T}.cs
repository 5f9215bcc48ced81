namespace OtelBridge.Store.Storage;

/// <inheritdoc/>
internal class WriteOperation<TSession, T>(Func<TSession, T> change, long bytes, CancellationToken cancellationToken)
    : WriteOperation<TSession>(bytes)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _fault;
    private bool _cancelled;

    public Task<T> Task => _completion.Task;

    public sealed override void Run(TSession session)
    {
        _fault = null;
        _cancelled |= cancellationToken.IsCancellationRequested;
        if (!_cancelled)
        {
            _result = change(session);
        }
    }

    public sealed override void Fail(Exception fault) => _fault = fault;

    public sealed override void Complete()
    {
        if (_cancelled)
        {
            _completion.TrySetCanceled(cancellationToken);
        }
        else if (_fault is not null)
        {
            _completion.TrySetException(_fault);
        }
        else
        {
            _completion.TrySetResult(_result!); // set by the run that was committed
        }
    }
}
