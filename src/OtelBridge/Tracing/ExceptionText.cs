namespace OtelBridge.Tracing;

/// <summary>Reads texts of exceptions, whose members are user code and may throw.</summary>
internal static class ExceptionText
{
    public static string Message(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception e)
        {
            return $"[message threw {e.GetType().Name}]";
        }
    }

    /// <summary>The text that carries the stack, with inner exceptions.</summary>
    public static string Full(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception)
        {
            return $"{exception.GetType().FullName}: {Message(exception)}";
        }
    }
}
