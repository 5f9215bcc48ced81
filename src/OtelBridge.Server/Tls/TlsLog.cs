using Microsoft.Extensions.Logging;

namespace OtelBridge.Server.Tls;

/// <summary>What TLS logs: event ids 1100 to 1199.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "TLS has the certificate {Subject}, valid until {NotAfter:yyyy-MM-dd HH:mm} UTC")]
    public static partial void Loaded(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "TLS goes on with the certificate {Subject}: what is in the files now cannot be used. {Reason}")]
    public static partial void KeptOld(ILogger logger, string subject, string reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "The TLS certificate {Subject} is valid until {NotAfter:yyyy-MM-dd HH:mm} UTC only; renew it")]
    public static partial void EndsSoon(ILogger logger, string subject, DateTime notAfter);
}
