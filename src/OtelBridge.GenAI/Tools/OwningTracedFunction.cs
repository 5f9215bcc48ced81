using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tools;

/// <summary>A traced function that disposes the function inside as a container would have done.</summary>
internal sealed class OwningTracedFunction(AIFunction function) : TracedFunction(function), IDisposable, IAsyncDisposable
{
    public void Dispose()
    {
        if (InnerFunction is not IDisposable disposable)
        {
            // As containers have it: nobody waits for what can only be disposed asynchronously.
            throw new InvalidOperationException(
                $"{InnerFunction.GetType()} implements IAsyncDisposable only. Use DisposeAsync to dispose the container.");
        }

        disposable.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        if (InnerFunction is IAsyncDisposable disposable)
        {
            return disposable.DisposeAsync();
        }

        Dispose();
        return default;
    }
}
