namespace OtelBridge.Tracing.Json;

/// <content>How long a value may take to be read.</content>
internal ref partial struct ValueWalker
{
    /// <summary>Called before code of the program runs for the first time: a value whose members are but read never asks for the time.</summary>
    private void StartClock()
    {
        if (!_mayBeLate)
        {
            _deadline = settings.Clock.GetTimestamp() + settings.MaxTicks;
            _mayBeLate = true;
        }
    }

    /// <summary>Asked before each member: what it does to be read is the program's code, and may wait for anything.</summary>
    private bool IsLate()
    {
        _late |= _mayBeLate && settings.Clock.GetTimestamp() > _deadline;
        return _late;
    }
}
