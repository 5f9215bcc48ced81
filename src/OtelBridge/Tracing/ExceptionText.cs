namespace OtelBridge.Tracing;

/// <summary>Reads texts of exceptions, whose members are user code and may throw.</summary>
internal static class ExceptionText
{
    /// <summary>Inner exceptions inside each other that are written out.</summary>
    private const int MaxDepth = 200;

    private const int MaxCount = 5_000;

    public static string Message(Exception exception)
    {
        // Its message holds those of all it holds.
        if (exception is AggregateException && HoldsTooMany(exception))
        {
            return "[too many inner exceptions]";
        }

        try
        {
            return exception.Message;
        }
        catch (Exception e)
        {
            return $"[message threw {e.GetType().Name}]";
        }
    }

    /// <summary>Texts of exceptions go one level down the stack for each inner one, and write one that is shared again each time: too many would end or stop the process.</summary>
    private static bool HoldsTooMany(Exception exception)
    {
        // Bounded by MaxCount and the inner exceptions of one aggregate.
        var left = new Stack<(Exception Exception, int Depth)>();
        left.Push((exception, 1));
        for (var count = 1; left.TryPop(out var next); count++)
        {
            if (next.Depth > MaxDepth || count > MaxCount)
            {
                return true;
            }

            IEnumerable<Exception> inner = next.Exception is AggregateException aggregate ? aggregate.InnerExceptions
                : next.Exception.InnerException is { } one ? [one]
                : [];
            foreach (var e in inner)
            {
                left.Push((e, next.Depth + 1));
            }
        }

        return false;
    }

    private static string? Stack(Exception exception)
    {
        try
        {
            return exception.StackTrace;
        }
        catch (Exception e)
        {
            return $"[stack trace threw {e.GetType().Name}]";
        }
    }

    /// <summary>The text that carries the stack, with inner exceptions.</summary>
    public static string Full(Exception exception)
    {
        if (exception.InnerException is not null && HoldsTooMany(exception))
        {
            return $"{exception.GetType().FullName}: {Message(exception)}\n{Stack(exception)}";
        }

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
