/** What is kept of what happened, and how. */
export interface AuditSettings {
  /** Heads of journals are signed this often while there is something new; 0: only when somebody asks. */
  readonly checkpointMinutes: number;
}

export const usualAudit: AuditSettings = { checkpointMinutes: 60 };
