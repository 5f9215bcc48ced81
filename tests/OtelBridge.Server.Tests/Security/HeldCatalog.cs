using System.Reflection;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Tests.Security;

/// <summary>A catalog whose first answer to one question is there, and reaches nobody until it is released.</summary>
public class HeldCatalog : DispatchProxy
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IAccessCatalog? _inner;
    private string? _method; // null once it was held

    public IAccessCatalog Catalog => (IAccessCatalog)(object)this;

    public static HeldCatalog Over(IAccessCatalog inner, string method)
    {
        var held = (HeldCatalog)(object)Create<IAccessCatalog, HeldCatalog>();
        (held._inner, held._method) = (inner, method);
        return held;
    }

    public void Release() => _released.SetResult();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = targetMethod!.Invoke(_inner, args);
        if (targetMethod.Name != _method)
        {
            return answer;
        }

        _method = null;
        ((Task)answer!).Wait(); // so that what is changed from now on is not in it
        return answer switch
        {
            Task<ApiKey?> key => HoldAsync(key),
            Task<IReadOnlyList<ExperimentGrant>> grants => HoldAsync(grants),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }

    private async Task<T> HoldAsync<T>(Task<T> answer)
    {
        await _released.Task;
        return await answer;
    }
}
