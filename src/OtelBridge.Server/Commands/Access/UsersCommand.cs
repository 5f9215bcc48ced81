using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands.Access;

/// <summary><c>otelbridge users</c>: people of a store, their passwords and permissions.</summary>
internal sealed class UsersCommand
{
    private const int PasswordBytes = 18;
    private const string None = "none";

    private readonly Option<string?> _store = AccessSession.StoreOption();
    private readonly Option<string?> _workspace = WorkspaceOption.Make();
    private readonly Argument<string> _name = new("NAME") { Description = "The name that they sign in with." };
    private readonly Argument<string> _experiment = new("EXPERIMENT") { Description = "The id of the experiment." };
    private readonly Argument<string> _permission = new("PERMISSION") { Description = "READ, EDIT, MANAGE, NO_PERMISSIONS; or none, to take it back." };
    private readonly Argument<bool> _isAdmin = new("true|false") { Description = "Whether they may do everything." };

    private readonly Option<bool> _fromInput = new("--password-stdin")
    {
        Description = "Reads the password from the first line of the input. [default: one is made up, and printed once and alone]",
    };

    public UsersCommand()
    {
        Command = new Command("users", "People of a store, without a server.")
        {
            Part("list", "Lists people.", ListAsync),
            Part("add", "Adds a person, and prints a password for them.", AddAsync, _name, _fromInput),
            Part("password", "Gives a person another password.", SetPasswordAsync, _name, _fromInput),
            Part("admin", "Says whether a person may do everything.", SetAdminAsync, _name, _isAdmin),
            Part("grant", "Says what a person may do with an experiment.", GrantAsync, _name, _experiment, _permission, _workspace),
            Part("member", "Says what a person may do in a workspace; with none they are sent away.", SetMemberAsync, _name, _permission, _workspace),
            Part("delete", "Deletes a person with their permissions.", DeleteAsync, _name),
        };
    }

    public Command Command { get; }

    private Command Part(string name, string description, Func<ParseResult, CancellationToken, Task<int>> run, params Symbol[] symbols)
    {
        var command = new Command(name, description) { _store };
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction(run);
        return command;
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadOnly, cancellationToken);
        var people = await session.ReadAsync(access => access.ListPeopleAsync(cancellationToken));
        TextTable.Write(Terminal.Open(), "Nobody.", ["name", "admin"], people.Select(static person => (string[])[person.Name, person.IsAdmin ? "yes" : "no"]));
        return ExitCodes.Ok;
    }

    private Task<int> AddAsync(ParseResult parsed, CancellationToken cancellationToken) => WithPasswordAsync(
        parsed, "users add", "Added", (access, name, password) => access.AddPersonAsync(name, password, cancellationToken), cancellationToken);

    private Task<int> SetPasswordAsync(ParseResult parsed, CancellationToken cancellationToken) => WithPasswordAsync(
        parsed, "users password", "Changed the password of", (access, name, password) => access.SetPasswordAsync(name, password, cancellationToken), cancellationToken);

    private Task<int> SetAdminAsync(ParseResult parsed, CancellationToken cancellationToken) => ChangeAsync(
        parsed, "users admin", "Changed", (access, name) => access.SetAdminAsync(name, parsed.GetRequiredValue(_isAdmin), cancellationToken), cancellationToken);

    private Task<int> DeleteAsync(ParseResult parsed, CancellationToken cancellationToken) => ChangeAsync(
        parsed, "users delete", "Deleted", (access, name) => access.DeletePersonAsync(name, cancellationToken), cancellationToken);

    private Task<int> GrantAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (experiment, permission) = (parsed.GetRequiredValue(_experiment), parsed.GetRequiredValue(_permission));
        return ChangeAsync(
            parsed,
            "users grant",
            "Changed the permissions of",
            async (access, name) =>
            {
                if (permission.Equals(None, StringComparison.OrdinalIgnoreCase))
                {
                    await access.ChangeGrantAsync(name, experiment, null, cancellationToken);
                    return;
                }

                try
                {
                    await access.AddGrantAsync(name, experiment, permission.ToUpperInvariant(), cancellationToken);
                }
                catch (AlreadyStoredException)
                {
                    await access.ChangeGrantAsync(name, experiment, permission.ToUpperInvariant(), cancellationToken);
                }
            },
            cancellationToken,
            experiment);
    }

    private Task<int> SetMemberAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var permission = parsed.GetRequiredValue(_permission);
        return ChangeAsync(
            parsed,
            "users member",
            "Changed the membership of",
            (_, name, session) =>
            {
                AccessLevel? level = permission.Equals(None, StringComparison.OrdinalIgnoreCase) ? null : PermissionNames.Read(permission.ToUpperInvariant());
                AuditNote.Current?.AddWord(AuditSubject.Permission, level is { } granted ? PermissionNames.Of(granted) : None);
                return session.Workspaces.SetMemberAsync(session.Workspace, name, level, cancellationToken);
            },
            cancellationToken);
    }

    private async Task<int> WithPasswordAsync(
        ParseResult parsed, string command, string done, Func<AccessService, string, string, Task> change, CancellationToken cancellationToken)
    {
        var fromInput = parsed.GetValue(_fromInput);
        var password = fromInput ? Console.In.ReadLine() ?? string.Empty : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));
        var exit = await ChangeAsync(parsed, command, done, (access, name) => change(access, name, password), cancellationToken);
        if (!fromInput)
        {
            Console.Error.WriteLine("The password is shown this once.");
            Console.Out.WriteLine(password);
        }

        return exit;
    }

    private Task<int> ChangeAsync(
        ParseResult parsed, string command, string done, Func<AccessService, string, Task> change, CancellationToken cancellationToken, string? experiment = null) =>
        ChangeAsync(parsed, command, done, (access, name, _) => change(access, name), cancellationToken, experiment);

    private async Task<int> ChangeAsync(
        ParseResult parsed, string command, string done, Func<AccessService, string, AccessSession, Task> change, CancellationToken cancellationToken, string? experiment = null)
    {
        var name = parsed.GetRequiredValue(_name);
        var workspace = WorkspaceOption.Read(parsed.GetValue(_workspace), Environment.GetEnvironmentVariable);
        await using var session = await AccessSession.OpenAsync(parsed.GetValue(_store), StoreAccess.ReadWrite, cancellationToken, workspace);
        await session.ChangeAsync(
            command,
            async access =>
            {
                await change(access, name, session);
                return true;
            },
            note =>
            {
                note.AddPerson(name);
                note.Add(AuditSubject.Experiment, experiment ?? string.Empty);
            });
        Console.Error.WriteLine($"{done} '{TerminalText.Clean(name)}'.");
        return ExitCodes.Ok;
    }
}
