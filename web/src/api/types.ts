/** Short names for the API's schemas; generated from functions/openapi.json. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ProfileFields = Schemas["ProfileFields"];
export type Anchor = Schemas["Anchor"];
export type AnnouncedFile = Schemas["AnnouncedFile"];
export type Answer = Schemas["SearchResults"];
export type AssignmentForMe = Schemas["MyAssignmentDetail"];
export type Assignee = Schemas["Assignee"];
export type AssignmentReason = Schemas["DeclineReason"];
export type AssignmentState = Schemas["ProgressState"];
export type AssignmentTask = Schemas["Task"];
export type Card = Schemas["Card"];
export type ChannelCard = Schemas["ChannelCard"];
export type ChannelChange = Schemas["ChannelChange"];
export type ChannelView = Schemas["ChannelView"];
export type PendingFile = Schemas["PendingFile"];
export type Count = Schemas["FacetCount"];
export type Draft = Schemas["Draft"];
export type DraftCard = Schemas["DraftCard"];
export type CountedAssignment = Schemas["GroupAssignment"];
export type DeletedItem = Schemas["DeletedItem"];
export type DiscussionPage = Schemas["DiscussionPage"];
export type PostReaction = Schemas["ReactionType"];
export type Facets = Schemas["Facets"];
export type FeedCard = Schemas["FeedCard"];
export type ItemFile = Schemas["File"];
export type Form = Schemas["Form"];
export type GroupCard = Schemas["GroupCard"];
export type GroupChange = Schemas["GroupChange"];
export type GroupMember = Schemas["GroupMember"];
export type GroupRole = Schemas["GroupRole"];
export type GroupView = Schemas["GroupView"];
export type GroupRule = Schemas["Rule-Input"];
export type Hit = Schemas["Hit"];
export type ImportedFile = Schemas["FileReport"];
export type ImportView = Schemas["ImportView"];
export type Invitation = Schemas["Invitation"];
export type InvitationReport = Schemas["InvitationReport"];
export type ItemChange = Schemas["ItemChange"];
export type ItemView = Schemas["ItemView"];
export type Me = Schemas["SignedInPerson"];
export type Member = Schemas["MemberView"];
export type Membership = Schemas["Membership"];
export type VersionFile = Schemas["VersionFile"];
export type MemberRef = Schemas["MemberRef"];
export type NewChannel = Schemas["NewChannel"];
export type NewAssignments = Schemas["NewAssignments"];
export type NewGroup = Schemas["NewGroup"];
export type NewImport = Schemas["NewImport"];
export type NewItem = Schemas["NewItem"];
export type Notice = Schemas["Notification"];
export type OpenedItem = Schemas["OpenedItem"];
export type OwnAssignment = Schemas["MyAssignment"];
export type OwnState = Schemas["MyProgress"];
export type PastedLine = Schemas["PastedLine"];
export type Piece = Schemas["SnippetPart"];
export type PostKind = Schemas["PostKind"];
export type PostStatus = Schemas["PostStatus"];
export type PostView = Schemas["PostView"];
export type Profile = Schemas["Profile"];
export type Reaction = Schemas["Reaction"];
export type Review = Schemas["Review"];
export type Role = Schemas["Role"];
export type DiscussionMode = ChannelView["discussion"];
export type FileState = Schemas["FileState"];
export type TextPage = Schemas["TextPage"];
export type UnreadItems = Schemas["UnreadItems"];
export type Upload = Schemas["Upload"];
export type Version = Schemas["Version"];
export type StatusFilter = Schemas["StatusFilter"];

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
