/** A dashboard user as SCIM shows one. */
export interface BrazePerson {
  readonly id: string;
  /** The e-mail address; it never changes. */
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly department: "agency" | "bi" | "c_suite" | "engineering" | "finance" | "marketing" | "pm";
  /** English text, as Braze has it. */
  readonly lastSignInAt?: string;
  readonly permissions: BrazePermissions;
}

export interface BrazePermissions {
  readonly companyPermissions?: readonly string[];
  readonly roles?: readonly BrazeRole[];
  readonly appGroup?: readonly BrazeAppGroup[];
}

export interface BrazeRole {
  readonly roleName: string;
  readonly roleId: string;
  readonly appGroup: readonly BrazeAppGroup[];
}

/** What somebody may do in one workspace. */
export interface BrazeAppGroup {
  readonly appGroupId: string;
  readonly appGroupName: string;
  readonly appGroupPermissions?: readonly string[];
  readonly appGroupPermissionSets?: readonly {
    readonly appGroupPermissionSetName: string;
    readonly appGroupPermissionSetId: string;
    readonly permissions: readonly string[];
  }[];
  readonly team?: readonly {
    readonly teamId: string;
    readonly teamName: string;
    readonly teamPermissions: readonly string[];
  }[];
}

const HERE = { appGroupId: "5bab0000000000000000a001", appGroupName: "Sandbox Workspace One" };
const ELSEWHERE = { appGroupId: "5bab0000000000000000a009", appGroupName: "Another Workspace" };

/** One of each way to have rights: the company's, a workspace's, by role and set, by team, in the old words, elsewhere only. */
export const SANDBOX_BRAZE_PEOPLE: readonly BrazePerson[] = [
  {
    id: "dfa245b7-24195aec-887bb3ad-60000001",
    userName: "ada@sandbox.example",
    givenName: "Ada",
    familyName: "Admin",
    department: "c_suite",
    permissions: { companyPermissions: ["admin"] },
  },
  {
    id: "dfa245b7-24195aec-887bb3ad-60000002",
    userName: "mia@sandbox.example",
    givenName: "Mia",
    familyName: "Marketer",
    department: "marketing",
    lastSignInAt: "Monday, July 13, 2026 9:30:00 AM",
    permissions: {
      companyPermissions: [],
      roles: [
        {
          roleName: "Marketers",
          roleId: "5bab000000000000000c0001",
          appGroup: [
            {
              ...HERE,
              appGroupPermissionSets: [
                {
                  appGroupPermissionSetName: "Pictures",
                  appGroupPermissionSetId: "5bab000000000000000d0001",
                  permissions: ["view_media_library_assets", "edit_media_library_assets"],
                },
              ],
            },
          ],
        },
      ],
      appGroup: [
        {
          ...HERE,
          appGroupPermissions: ["view_campaigns"],
          team: [
            { teamId: "5bab000000000000000e0001", teamName: "North", teamPermissions: ["launch_campaigns"] },
          ],
        },
      ],
    },
  },
  {
    id: "dfa245b7-24195aec-887bb3ad-60000003",
    userName: "leo@sandbox.example",
    givenName: "Leo",
    familyName: "Legacy",
    department: "agency",
    permissions: { appGroup: [{ ...HERE, appGroupPermissions: ["basic_access", "manage_media_library"] }] },
  },
  {
    id: "dfa245b7-24195aec-887bb3ad-60000004",
    userName: "eve@sandbox.example",
    givenName: "Eve",
    familyName: "Elsewhere",
    department: "pm",
    permissions: { appGroup: [{ ...ELSEWHERE, appGroupPermissions: ["edit_media_library_assets"] }] },
  },
];
