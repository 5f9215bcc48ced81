namespace OtelBridge.Store.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class WriteOperation<T>(Func<SqliteTraceStatements, T> change, long bytes, CancellationToken cancellationToken)
    : WriteOperation(bytes)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _fault;
    private bool _cancelled;

    public Task<T> Task => _completion.Task;

    public override void Run(SqliteTraceStatements statements)
    {
        _fault = null;
        _cancelled |= cancellationToken.IsCancellationRequested;
        if (!_cancelled)
        {
            _result = change(statements);
        }
    }

    public override void Fail(Exception fault) => _fault = fault;

    public override void Complete()
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
