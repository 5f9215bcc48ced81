using System.CommandLine;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>The options of <c>serve</c> about the audit log.</summary>
internal sealed class ServeAuditOptions
{
    private readonly Option<bool> _audit = new("--audit")
    {
        Description = $"Writes down who read, changed, deleted and exported what, also without --auth; with it, that is always written down (docs/security/audit.md). [variable {EnvironmentKeys.Audit}=true]",
    };

    private readonly Option<string?> _days = new("--audit-days")
    {
        HelpName = "DAYS|forever",
        Description = $"For how many days that is kept. [default: 365; variable {EnvironmentKeys.AuditDays}]",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_audit);
        command.Options.Add(_days);
    }

    public void Read(ParseResult parsed, ServeSettings settings) => settings.ReadAudit(parsed.GetValue(_audit), parsed.GetValue(_days));
}
